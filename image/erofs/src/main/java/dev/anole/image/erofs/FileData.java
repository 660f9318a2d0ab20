package dev.anole.image.erofs;

/**
 * Where a regular file's data went while it was written, in one of the layouts. Pieces come in the order of the file;
 * what is left out between them is a hole.
 */
sealed interface FileData extends Node.Data, EncodePipeline.Receiver
        permits FlatData, ChunkData, ExtentData, ClusterData, ForeignData, IndexedData {
    /** The file's bytes. */
    long size();

    /** After the last piece. */
    void finish();
}
