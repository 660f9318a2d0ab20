/**
 * Machine code that Java writes and calls. No binary is stored anywhere: code is emitted when a process starts.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>where code runs</td><td>{@link dev.anole.kernel.machine.ExecutablePages}: written, then sealed</td></tr>
 * </table>
 */
package dev.anole.kernel.machine;
