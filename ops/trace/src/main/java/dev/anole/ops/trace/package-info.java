/**
 * The doors of the BPF library: {@code anole bpf …}.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>a question in one line</td><td>{@link dev.anole.ops.trace.BpfTrace}</td></tr>
 * <tr><td>a program of one's own</td><td>{@link dev.anole.ops.trace.BpfLoad}</td></tr>
 * <tr><td>what works, and what is loaded</td><td>{@link dev.anole.ops.trace.BpfProbes}, {@link dev.anole.ops.trace.BpfList}</td></tr>
 * <tr><td>types out of a kernel package</td><td>{@link dev.anole.ops.trace.BpfBtfExtract}</td></tr>
 * </table>
 *
 * <p>Nothing that is loaded stays: programs and maps go with the operation, however it ends.
 */
package dev.anole.ops.trace;
