/**
 * Event counters of the kernel and the processor, perf_event_open(2): counting only.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>what</td><td>{@link dev.anole.kernel.perf.SoftwareEvent},
 *     {@link dev.anole.kernel.perf.HardwareEvent}</td></tr>
 * <tr><td>whose</td><td>{@link dev.anole.kernel.perf.PerfTarget}: a thread or a processor</td></tr>
 * <tr><td>counting</td><td>{@link dev.anole.kernel.perf.PerfGroup}: several events, read at one moment</td></tr>
 * <tr><td>whether it is there</td><td>{@link dev.anole.kernel.perf.PerfProbe}, with reason and remedy</td></tr>
 * </table>
 *
 * <p>Sampling (stacks, ring buffers) is not here yet.
 */
package dev.anole.kernel.perf;
