package dev.anole.image.erofs;

/**
 * What an index says of one logical cluster.
 *
 * @param type {@link CompressedLayout#TYPE_PLAIN} and its kin
 * @param offset of a head: where in the cluster its extent begins
 * @param back of others: clusters to the head, or nearer to it
 * @param ahead of others: clusters to the next head, or nearer to it
 * @param blocks of the first after a head: how many the compressed cluster has; otherwise 0
 * @param block of a head: where its compressed cluster begins
 * @param partial of a head: decoding gives more than the extent's length
 * @param entry the bytes that say so
 * @param packEnd where the pack that it stands in ends
 */
record Cluster(int type, int offset, int back, int ahead, int blocks, long block, boolean partial, Bytes entry,
               long packEnd) {
    boolean isHead() {
        return type != CompressedLayout.TYPE_NONHEAD;
    }
}
