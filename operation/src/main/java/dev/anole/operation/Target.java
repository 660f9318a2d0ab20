package dev.anole.operation;

import java.util.regex.Pattern;

/** Something on a host that has a {@link TargetState}, which a change can replace and put back. */
public sealed interface Target {
    /** Longest path, {@code PATH_MAX} of {@code include/uapi/linux/limits.h} without its NUL. */
    int PATH_CHARS_MAX = 4095;

    /** What a person calls it: a path, the name of a value or a unit. */
    String subject();

    /** Whether a restart of the host resets it. */
    default boolean isVolatile() {
        return switch (this) {
            case File _, Attributes _ -> false;
            case Sysctl _, Unit _ -> true;
        };
    }

    /**
     * What stands under a path: nothing, a file, a symbolic link, a directory.
     *
     * @param path absolute, on the host, without {@code .}, {@code ..} and doubled slashes
     */
    record File(String path) implements Target {
        public File {
            checkPath(path);
        }

        @Override
        public String subject() {
            return path;
        }
    }

    /**
     * Mode, owner, access lists and capabilities of a file or directory that stays as it is otherwise.
     *
     * @param path absolute, on the host
     */
    record Attributes(String path) implements Target {
        public Attributes {
            checkPath(path);
        }

        @Override
        public String subject() {
            return path;
        }
    }

    /**
     * A value of {@code /proc/sys}, live.
     *
     * @param name with dots, as in {@code vm.swappiness}; a dot inside a component is written as a slash, as sysctl(8)
     *             does: {@code net.ipv4.conf.eth0/100.forwarding}
     */
    record Sysctl(String name) implements Target {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_:+@-]+(?:/[A-Za-z0-9_:+@-]+)*"
            + "(?:\\.[A-Za-z0-9_:+@-]+(?:/[A-Za-z0-9_:+@-]+)*)+");
        private static final int NAME_CHARS_MAX = 255;

        public Sysctl {
            if (name.length() > NAME_CHARS_MAX || !FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("not the name of a kernel value: " + name);
            }
        }

        /** Its file. */
        public String path() {
            StringBuilder path = new StringBuilder("/proc/sys/");
            for (char c : name.toCharArray()) {
                path.append(c == '.' ? '/' : c == '/' ? '.' : c);
            }
            return path.toString();
        }

        @Override
        public String subject() {
            return name;
        }
    }

    /**
     * Whether a systemd unit runs.
     *
     * @param name with its suffix: {@code anole.service}
     */
    record Unit(String name) implements Target {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9:_.\\\\-]+(?:@[A-Za-z0-9:_.\\\\-]*)?\\."
            + "(?:service|socket|timer|path|mount|automount|swap|target|slice)");
        /** {@code UNIT_NAME_MAX} of systemd's {@code src/basic/unit-name.h}. */
        private static final int NAME_CHARS_MAX = 255;

        public Unit {
            if (name.length() > NAME_CHARS_MAX || !FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("not the name of a unit, such as anole.service: " + name);
            }
        }

        @Override
        public String subject() {
            return name;
        }
    }

    private static void checkPath(String path) {
        if (path.length() < 2 || path.length() > PATH_CHARS_MAX || path.charAt(0) != '/' || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an absolute path of at most " + PATH_CHARS_MAX + " characters: " + path);
        }
        for (String component : path.substring(1).split("/", -1)) {
            if (component.isEmpty() || component.equals(".") || component.equals("..")) {
                throw new IllegalArgumentException("a path without \".\", \"..\" and empty names is needed: " + path);
            }
        }
    }
}
