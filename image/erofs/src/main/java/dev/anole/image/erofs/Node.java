package dev.anole.image.erofs;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file on its way into an image: what its inode will say. Names are kept by the directories, so a file with several
 * hard links is one node.
 */
final class Node {
    /** What kind of file it is, and where its data went. */
    sealed interface Data permits Children, Link, Device, Nothing, FileData {
    }

    /** A directory's names, in their order on disk. */
    record Children(TreeMap<byte[], Node> names) implements Data {
    }

    /** A symbolic link's target. */
    record Link(byte[] target) implements Data {
    }

    /** A device's number as {@code new_encode_dev} packs it. */
    record Device(int number) implements Data {
    }

    /** A FIFO or a socket. */
    record Nothing() implements Data {
    }

    private final FileType type;
    private Data data;
    private int permissions;
    private long uid;
    private long gid;
    private long seconds;
    private int nanos;
    private XattrSet xattrs;
    private int names;
    /** What layer it came from; a lower one does not change it. */
    private int layer;
    private boolean explicit;

    // Where the inode goes, found when all nodes are known.
    private long place = -1;
    private int number;

    Node(FileType type, Data data) {
        this.type = type;
        this.data = data;
        xattrs = XattrSet.EMPTY;
        permissions = type == FileType.DIRECTORY ? 0755 : 0644;
    }

    static Node directory() {
        return new Node(FileType.DIRECTORY, new Children(new TreeMap<>(Arrays::compareUnsigned)));
    }

    void describe(FileEntry entry, XattrSet attributes) {
        permissions = entry.permissions();
        uid = entry.uid();
        gid = entry.gid();
        seconds = entry.modified().getEpochSecond();
        nanos = entry.modified().getNano();
        xattrs = attributes;
        explicit = true;
    }

    void attributes(XattrSet attributes) {
        xattrs = attributes;
    }

    Map<byte[], Node> children() {
        return ((Children) data).names();
    }

    FileType type() {
        return type;
    }

    Data data() {
        return data;
    }

    /** Says where the data went, if that was not known before. */
    void data(FileData found) {
        data = found;
    }

    int permissions() {
        return permissions;
    }

    long uid() {
        return uid;
    }

    long gid() {
        return gid;
    }

    long seconds() {
        return seconds;
    }

    int nanos() {
        return nanos;
    }

    XattrSet xattrs() {
        return xattrs;
    }

    /** Names that stand for it; a directory counts its own and those of its children in another way. */
    int names() {
        return names;
    }

    void named(int change) {
        names += change;
    }

    int layer() {
        return layer;
    }

    void layer(int number) {
        layer = number;
    }

    /** Whether it was described, and not only needed for what is below it. */
    boolean isExplicit() {
        return explicit;
    }

    long place() {
        return place;
    }

    boolean isPlaced() {
        return place >= 0;
    }

    void place(long where) {
        place = where;
    }

    int number() {
        return number;
    }

    void number(int value) {
        number = value;
    }
}
