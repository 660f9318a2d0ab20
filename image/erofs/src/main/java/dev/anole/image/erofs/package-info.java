/**
 * EROFS images, the kernel's read-only file system, in Java: every layout that Linux mounts is read, and images are written
 * for kernels from 5.15 on.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>reading</td><td>{@link dev.anole.image.erofs.ErofsImage}: {@link dev.anole.image.erofs.Inode}s, directories,
 *     attributes, data. {@link dev.anole.image.erofs.Medium} is what it reads from</td></tr>
 * <tr><td>reading with java.nio.file</td><td>{@link dev.anole.image.erofs.ErofsFileSystemProvider}</td></tr>
 * <tr><td>writing</td><td>{@link dev.anole.image.erofs.ErofsWriter} with {@link dev.anole.image.erofs.BuildOptions} and
 *     {@link dev.anole.image.erofs.KernelAge}: an {@code EncodePipeline} compresses, a {@code FileData} for each layout keeps
 *     where data went, a {@code MetadataWriter} writes the rest. {@link dev.anole.image.erofs.TarReader} for archives,
 *     {@link dev.anole.image.erofs.LayerMerge} for layers</td></tr>
 * <tr><td>writing over blobs</td><td>{@link dev.anole.image.erofs.ChunkedImage},
 *     {@link dev.anole.image.erofs.TarIndex}, {@link dev.anole.image.erofs.Estargz}</td></tr>
 * <tr><td>judging</td><td>{@link dev.anole.image.erofs.ImageCheck}, {@link dev.anole.image.erofs.TreeDiff},
 *     {@link dev.anole.image.erofs.TreeExtract}</td></tr>
 * <tr><td>trees</td><td>{@link dev.anole.image.erofs.FileTree}: an image ({@link dev.anole.image.erofs.ImageTree}) or a
 *     directory ({@link dev.anole.image.erofs.DirectoryTree})</td></tr>
 * <tr><td>the format</td><td>a file a structure, named as the kernel names it: {@code SuperblockLayout},
 *     {@code InodeLayout}, {@code XattrLayout}, {@code DirectoryBlock}, {@code CompressedLayout}</td></tr>
 * <tr><td>where data is</td><td>{@code Mapping}: {@code FlatMapping}, {@code ChunkMapping}, {@code ClusterMapping} with its
 *     {@code FullIndex} and {@code CompactIndex}, {@code ExtentMapping}; each gives
 *     {@link dev.anole.image.erofs.Extent}s, and {@code ContentReader} turns these into bytes</td></tr>
 * <tr><td>errors</td><td>{@link dev.anole.image.erofs.ImageException}: {@link dev.anole.image.erofs.ErofsException} for
 *     an image, {@link dev.anole.image.erofs.RefusedException} for a wish</td></tr>
 * </table>
 *
 * <p>The format is that of {@code fs/erofs/erofs_fs.h} in Linux and {@code include/erofs_fs.h} in erofs-utils 1.9; names of
 * fields are theirs.
 */
package dev.anole.image.erofs;
