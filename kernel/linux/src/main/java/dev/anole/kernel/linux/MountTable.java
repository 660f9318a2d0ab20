package dev.anole.kernel.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All mounts that a process sees, in the order of {@code /proc/PID/mountinfo}: what stands on another comes after it.
 *
 * <p>Spaces, tabs, newlines and backslashes in names come as octal escapes ({@code mangle()} in
 * {@code fs/proc_namespace.c}) and are undone here.
 */
public record MountTable(List<MountEntry> entries) {
    /** {@code fs.mount-max} starts at 100000 mounts a namespace; a longer table is refused rather than held. */
    static final int ENTRIES_MAX = 200_000;
    static final int TABLE_BYTES_MAX = 64 * 1024 * 1024;

    private static final String STRUCTURE = "mountinfo";

    public MountTable {
        entries = List.copyOf(entries);
    }

    /** What this process sees. */
    public static MountTable read() {
        return read("/proc/self/mountinfo");
    }

    /** What another process sees. */
    public static MountTable read(int pid) {
        return read("/proc/" + pid + "/mountinfo");
    }

    /** From the file's text. */
    public static MountTable parse(byte[] text) {
        ByteCursor cursor = new ByteCursor(STRUCTURE, text);
        List<MountEntry> entries = new ArrayList<>();
        while (!cursor.atEnd()) {
            if (entries.size() == ENTRIES_MAX) {
                throw new FormatException(STRUCTURE, cursor.position(), "more than " + ENTRIES_MAX + " mounts");
            }
            entries.add(entry(cursor));
        }
        return new MountTable(entries);
    }

    /**
     * The mount that an absolute path without links leads into: of those whose place is the path or above it the
     * deepest, and of several at one place the topmost.
     */
    public Optional<MountEntry> containing(String path) {
        Optional<MountEntry> best = Optional.empty();
        for (MountEntry entry : entries) {
            boolean above = isAtOrBelow(path, entry.mountPoint());
            if (above && (best.isEmpty() || entry.mountPoint().length() >= best.get().mountPoint().length())) {
                best = Optional.of(entry);
            }
        }
        return best;
    }

    /** The topmost mount at exactly this place. */
    public Optional<MountEntry> at(String mountPoint) {
        return entries.reversed().stream().filter(entry -> entry.mountPoint().equals(mountPoint)).findFirst();
    }

    /** All of one type of file system. */
    public List<MountEntry> ofType(String type) {
        return entries.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    private static MountTable read(String file) {
        try (OpenFile table = OpenFile.open(file, Access.O_RDONLY)) {
            return parse(table.readAll(TABLE_BYTES_MAX));
        }
    }

    private static boolean isAtOrBelow(String path, String place) {
        return place.equals("/") || path.startsWith(place)
                && (path.length() == place.length() || path.charAt(place.length()) == '/');
    }

    /** {@code 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue}. */
    private static MountEntry entry(ByteCursor cursor) {
        int id = integer(cursor);
        int parent = integer(cursor);
        int major = integer(cursor);
        if (!cursor.take(new byte[] {':'})) {
            throw new FormatException(STRUCTURE, cursor.position(), "a device number was expected");
        }
        DeviceNumber device = device(cursor, major, integer(cursor));
        String root = unescape(required(cursor));
        String mountPoint = unescape(required(cursor));
        List<String> options = split(required(cursor));
        List<String> propagation = new ArrayList<>();
        for (String word = required(cursor); !word.equals("-"); word = required(cursor)) {
            propagation.add(word);
        }
        String type = unescape(required(cursor));
        String source = source(cursor);
        List<String> superOptions = split(cursor.word());
        cursor.skipLine();
        return new MountEntry(id, parent, device, root, mountPoint, options, propagation, type, source, superOptions);
    }

    /** A source may be empty, which shows as two spaces. */
    private static String source(ByteCursor cursor) {
        if (cursor.peek() == ' ') {
            cursor.position(cursor.position() + 1);
            if (cursor.peek() == ' ') {
                return "";
            }
        }
        return unescape(cursor.word());
    }

    private static String required(ByteCursor cursor) {
        String word = cursor.word();
        if (word.isEmpty()) {
            throw new FormatException(STRUCTURE, cursor.position(), "the line ends too early");
        }
        return word;
    }

    private static int integer(ByteCursor cursor) {
        int position = cursor.position();
        long value = cursor.number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new FormatException(STRUCTURE, position, "a number outside its range: " + value);
        }
        return (int) value;
    }

    private static DeviceNumber device(ByteCursor cursor, int major, int minor) {
        try {
            return new DeviceNumber(major, minor);
        } catch (IllegalArgumentException e) {
            throw new FormatException(STRUCTURE, cursor.position(), e.getMessage());
        }
    }

    /** Options are separated by commas; a comma inside one is escaped like a space. */
    private static List<String> split(String options) {
        List<String> found = new ArrayList<>();
        int start = 0;
        while (start <= options.length() && !options.isEmpty()) {
            int comma = options.indexOf(',', start);
            int end = comma < 0 ? options.length() : comma;
            found.add(unescape(options.substring(start, end)));
            start = end + 1;
        }
        return found;
    }

    /** Undoes three octal digits after a backslash; what is not such an escape stays as it is. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] in = NativeMemory.bytes(text);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && isOctal(in[i + 1], '3') && isOctal(in[i + 2], '7')
                    && isOctal(in[i + 3], '7')) {
                out[length++] = (byte) (in[i + 1] - '0' << 6 | in[i + 2] - '0' << 3 | in[i + 3] - '0');
                i += 3;
            } else {
                out[length++] = in[i];
            }
        }
        return NativeMemory.string(out, 0, length);
    }

    private static boolean isOctal(byte digit, char most) {
        return digit >= '0' && digit <= most;
    }
}
