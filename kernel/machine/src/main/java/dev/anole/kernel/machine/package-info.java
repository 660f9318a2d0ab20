/**
 * Machine code that Java writes and calls. No binary is stored anywhere: code is emitted when a process starts.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>where code runs</td><td>{@link dev.anole.kernel.machine.ExecutablePages}: written, then sealed</td></tr>
 * <tr><td>how it is written</td><td>{@link dev.anole.kernel.machine.Assembler}, with
 *     {@link dev.anole.kernel.machine.GeneralInstruction}, {@link dev.anole.kernel.machine.VectorInstruction},
 *     {@link dev.anole.kernel.machine.Operand}, {@link dev.anole.kernel.machine.Label}</td></tr>
 * <tr><td>what the processor has</td><td>{@link dev.anole.kernel.machine.ProcessorFeature}</td></tr>
 * </table>
 */
package dev.anole.kernel.machine;
