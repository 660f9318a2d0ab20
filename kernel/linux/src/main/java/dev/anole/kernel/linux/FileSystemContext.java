package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * A file system on its way to being mounted: opened by type, configured key by key, created, turned into a mount that
 * stands nowhere yet, and then placed. fsopen(2), fsconfig(2), fsmount(2), move_mount(2); Linux 5.2. Unlike mount(2) it
 * tells why something failed, and the message of {@link ErrnoException} carries it.
 *
 * <pre>
 * try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs")) {
 *     tmpfs.set("size", "1m");
 *     tmpfs.create();
 *     try (DetachedMount mount = tmpfs.mount(MOUNT_ATTR_NOSUID)) {
 *         mount.attach(Directory.working(), "/mnt/here");
 *     }
 * }
 * </pre>
 */
public final class FileSystemContext extends Descriptor {
    static final int FSOPEN_CLOEXEC = 1;
    static final int FSMOUNT_CLOEXEC = 1;
    static final int FSCONFIG_SET_FLAG = 0;
    static final int FSCONFIG_SET_STRING = 1;
    static final int FSCONFIG_SET_FD = 5;
    static final int FSCONFIG_CMD_CREATE = 6;
    static final int FSCONFIG_CMD_RECONFIGURE = 7;

    private static final int MESSAGE_BYTES = 4096;
    private static final int MESSAGES_MAX = 8;

    private final String type;

    private FileSystemContext(int number, String type) {
        super(number, type);
        this.type = type;
    }

    /**
     * Starts with a type of file system, such as "erofs".
     *
     * @throws ErrnoException ENODEV when this kernel has no such type
     */
    public static FileSystemContext open(String type) {
        try (Arena arena = Arena.ofConfined()) {
            return new FileSystemContext((int) ErrnoException.check(SystemCall.FSOPEN.call(
                    NativeMemory.cString(arena, type).address(), FSOPEN_CLOEXEC), "fsopen", type), type);
        }
    }

    /** Sets an option that has a value; "source" is the device or file. */
    public void set(String key, String value) {
        try (Arena arena = Arena.ofConfined()) {
            configure(FSCONFIG_SET_STRING, NativeMemory.cString(arena, key).address(),
                    NativeMemory.cString(arena, value).address(), 0, key + "=" + value);
        }
    }

    /** Sets an option that has none, such as "ro". */
    public void set(String key) {
        try (Arena arena = Arena.ofConfined()) {
            configure(FSCONFIG_SET_FLAG, NativeMemory.cString(arena, key).address(), 0, 0, key);
        }
    }

    /** Sets an option to an open file. */
    public void set(String key, Descriptor value) {
        try (Arena arena = Arena.ofConfined()) {
            configure(FSCONFIG_SET_FD, NativeMemory.cString(arena, key).address(), 0, value.number(), key);
        }
    }

    /** Makes the file system from what has been set: reads its superblock. */
    public void create() {
        configure(FSCONFIG_CMD_CREATE, 0, 0, 0, "");
    }

    /** The mount, not yet anywhere. {@link #create} comes first. */
    public DetachedMount mount(MountAttribute... attributes) {
        long result = SystemCall.FSMOUNT.call(number(), FSMOUNT_CLOEXEC, KernelConstant.mask(attributes));
        return new DetachedMount((int) checkWithMessages(result, "fsmount", ""), type);
    }

    private void configure(int command, long key, long value, int auxiliary, String what) {
        checkWithMessages(SystemCall.FSCONFIG.call(number(), command, key, value, auxiliary), "fsconfig", what);
    }

    private long checkWithMessages(long result, String call, String what) {
        if (result >= 0) {
            return result;
        }
        String subject = what.isEmpty() ? type : type + " " + what;
        String messages = messages();
        throw new ErrnoException(call, (int) -result, messages.isEmpty() ? subject : subject + " (" + messages + ")");
    }

    /** What the file system wrote about the failure: one message a read, "e " for errors in front. */
    private String messages() {
        StringBuilder all = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MESSAGE_BYTES);
            for (int i = 0; i < MESSAGES_MAX; i++) {
                long length = SystemCall.READ.call(number(), buffer.address(), MESSAGE_BYTES);
                if (length <= 0) {
                    break;
                }
                byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
                String message = NativeMemory.string(bytes, 0, bytes.length).strip();
                all.append(all.isEmpty() ? "" : "; ").append(message.length() > 2 ? message.substring(2) : message);
            }
        }
        return all.toString();
    }
}
