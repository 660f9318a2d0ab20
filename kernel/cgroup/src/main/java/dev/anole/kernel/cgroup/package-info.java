/**
 * Control groups and pressure, for version 1, version 2 and hosts that mix them.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>what is mounted</td><td>{@link dev.anole.kernel.cgroup.CgroupHierarchies},
 *     {@link dev.anole.kernel.cgroup.Hierarchy}, {@link dev.anole.kernel.cgroup.Controller}</td></tr>
 * <tr><td>who is where</td><td>{@link dev.anole.kernel.cgroup.ProcessCgroups}</td></tr>
 * <tr><td>a group</td><td>{@link dev.anole.kernel.cgroup.Cgroup}: make, remove, fill, freeze, kill;
 *     {@link dev.anole.kernel.cgroup.CgroupWalk} finds all of them</td></tr>
 * <tr><td>its figures</td><td>{@link dev.anole.kernel.cgroup.CgroupReader}, the same records for both
 *     versions</td></tr>
 * <tr><td>pressure</td><td>{@link dev.anole.kernel.cgroup.PressureReading} from
 *     {@link dev.anole.kernel.cgroup.HostPressure} and {@link dev.anole.kernel.cgroup.CgroupReader#pressure};
 *     {@link dev.anole.kernel.cgroup.PressureTrigger} waits for it</td></tr>
 * </table>
 *
 * <p>A figure that is not kept is empty, or comes with its reason; it is never zero. Nothing here touches a group that
 * it was not asked to touch.
 */
package dev.anole.kernel.cgroup;
