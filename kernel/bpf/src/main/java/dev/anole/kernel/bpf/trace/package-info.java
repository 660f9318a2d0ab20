/**
 * Questions to the kernel in one line, such as {@code sched_switch { @[prev.comm] = count() }}: parsed, checked against the
 * kernel's types, written by {@link dev.anole.kernel.bpf.Assembler} and loaded. No compiler is needed.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>the text</td><td>{@link dev.anole.kernel.bpf.trace.TraceScript}: what a person writes, as a tree</td></tr>
 * <tr><td>at work</td><td>{@link dev.anole.kernel.bpf.trace.Trace}: loaded and attached, until it is closed</td></tr>
 * <tr><td>answers</td><td>{@link dev.anole.kernel.bpf.trace.TraceTable}: what a map holds, and as text</td></tr>
 * <tr><td>what is wrong with the text</td><td>{@link dev.anole.kernel.bpf.trace.TraceException}, with the column</td></tr>
 * </table>
 */
package dev.anole.kernel.bpf.trace;
