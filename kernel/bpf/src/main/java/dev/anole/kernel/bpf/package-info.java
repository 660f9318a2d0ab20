/**
 * BPF objects, types and maps without native code: what {@code clang -target bpf} makes is read, fitted to the running
 * kernel, loaded and attached from Java.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>an object</td><td>{@link dev.anole.kernel.bpf.BpfObject} as read, {@link dev.anole.kernel.bpf.LoadedObject} in
 *     the kernel, {@link dev.anole.kernel.bpf.LoadOptions} between</td></tr>
 * <tr><td>types</td><td>{@link dev.anole.kernel.bpf.Btf}, {@link dev.anole.kernel.bpf.KernelBtf},
 *     {@link dev.anole.kernel.bpf.BtfBuilder}</td></tr>
 * <tr><td>compile once, run everywhere</td><td>{@link dev.anole.kernel.bpf.CoreRelocator}</td></tr>
 * <tr><td>maps</td><td>{@link dev.anole.kernel.bpf.BpfMap}, {@link dev.anole.kernel.bpf.MapDefinition}</td></tr>
 * <tr><td>events</td><td>{@link dev.anole.kernel.bpf.RingBuffer}, {@link dev.anole.kernel.bpf.PerfBuffer},
 *     {@link dev.anole.kernel.bpf.BpfIterator}</td></tr>
 * <tr><td>at work</td><td>{@link dev.anole.kernel.bpf.BpfProgram}, {@link dev.anole.kernel.bpf.Attachment},
 *     {@link dev.anole.kernel.bpf.BpfLink}, {@link dev.anole.kernel.bpf.Pins}</td></tr>
 * <tr><td>whether it works here</td><td>{@link dev.anole.kernel.bpf.BpfProbe}, found out by loading</td></tr>
 * <tr><td>what went wrong</td><td>{@link dev.anole.kernel.bpf.VerifierException} with the source line,
 *     {@link dev.anole.kernel.bpf.ObjectException}, {@link dev.anole.kernel.bpf.RelocationException}; what the host lacks is
 *     {@link dev.anole.kernel.linux.UnavailableException}, broken bytes are
 *     {@link dev.anole.kernel.linux.FormatException}</td></tr>
 * </table>
 */
package dev.anole.kernel.bpf;
