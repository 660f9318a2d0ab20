package dev.anole.image.erofs;

/** What is known of each logical cluster of a compressed file. */
interface ClusterIndex {
    Cluster at(long number);
}
