/**
 * Linux as Java types: the ground that every other room stands on.
 *
 * <p>What is here is the kernel's own interface, by its own names: {@code Errno.EACCES}, {@code OpenFlag.O_TMPFILE},
 * {@code RenameFlag.RENAME_EXCHANGE}. A person who knows the manual pages needs no glossary. On top of the names come
 * types: descriptors that somebody owns, records with units, exceptions that say which call failed on what.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>errors</td><td>{@link dev.anole.kernel.linux.LinuxException}: {@link dev.anole.kernel.linux.ErrnoException},
 *     {@link dev.anole.kernel.linux.FormatException}, {@link dev.anole.kernel.linux.UnavailableException}</td></tr>
 * <tr><td>files</td><td>{@link dev.anole.kernel.linux.Directory} for names,
 *     {@link dev.anole.kernel.linux.OpenFile} for bytes, {@link dev.anole.kernel.linux.FileStatus},
 *     {@link dev.anole.kernel.linux.ExtendedAttributes},
 *     {@link dev.anole.kernel.linux.FileSystemStatus}</td></tr>
 * <tr><td>sampling</td><td>{@link dev.anole.kernel.linux.ReadBuffer}, {@link dev.anole.kernel.linux.ByteCursor},
 *     {@link dev.anole.kernel.linux.DirectoryReader}, {@link dev.anole.kernel.linux.ProcessFiles}:
 *     no object a read</td></tr>
 * <tr><td>memory</td><td>{@link dev.anole.kernel.linux.MemoryMap}, {@link dev.anole.kernel.linux.MemoryFile}</td></tr>
 * <tr><td>waiting</td><td>{@link dev.anole.kernel.linux.Epoll}, {@link dev.anole.kernel.linux.EventDescriptor},
 *     {@link dev.anole.kernel.linux.TimerDescriptor}, {@link dev.anole.kernel.linux.Pipe}</td></tr>
 * <tr><td>processes</td><td>{@link dev.anole.kernel.linux.ProcessDescriptor}, {@link dev.anole.kernel.linux.Signal},
 *     {@link dev.anole.kernel.linux.Credentials}, {@link dev.anole.kernel.linux.CapabilitySets},
 *     {@link dev.anole.kernel.linux.ProcessControl}, {@link dev.anole.kernel.linux.Namespaces}</td></tr>
 * <tr><td>mounts</td><td>{@link dev.anole.kernel.linux.MountTable}, {@link dev.anole.kernel.linux.Mounts},
 *     {@link dev.anole.kernel.linux.FileSystemContext}, {@link dev.anole.kernel.linux.DetachedMount}</td></tr>
 * <tr><td>sockets</td><td>{@link dev.anole.kernel.linux.NotifySocket},
 *     {@link dev.anole.kernel.linux.KernelSocket}</td></tr>
 * <tr><td>the host</td><td>{@link dev.anole.kernel.linux.KernelIdentity},
 *     {@link dev.anole.kernel.linux.AuxiliaryVector}</td></tr>
 * <tr><td>the raw door</td><td>{@link dev.anole.kernel.linux.SystemCall}, {@link dev.anole.kernel.linux.NativeMemory},
 *     {@link dev.anole.kernel.linux.Architecture}; for rooms of the kernel wing</td></tr>
 * </table>
 *
 * <p>The JVM must be told that this code may call native functions:
 * {@code --enable-native-access=dev.anole.kernel.linux} on the module path, {@code ALL-UNNAMED} on the class path.
 *
 * <p>Strings are paths and names as the kernel has them; bytes that are not UTF-8 survive
 * ({@link dev.anole.kernel.linux.NativeMemory}). All calls are made on the calling thread and hold it.
 */
package dev.anole.kernel.linux;
