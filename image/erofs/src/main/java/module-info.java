/** EROFS images, read and written: see the package's map. */
module dev.anole.image.erofs {
    requires dev.anole.kernel.linux;
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires org.lz4.java;
    requires org.tukaani.xz;

    exports dev.anole.image.erofs;

    provides java.nio.file.spi.FileSystemProvider with dev.anole.image.erofs.ErofsFileSystemProvider;
}
