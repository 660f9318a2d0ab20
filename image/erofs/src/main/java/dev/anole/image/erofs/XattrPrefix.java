package dev.anole.image.erofs;

import java.util.Optional;

/** The part of attribute names that a number stands for, {@code EROFS_XATTR_INDEX_*}. */
enum XattrPrefix {
    USER(1, "user."),
    POSIX_ACL_ACCESS(2, "system.posix_acl_access"),
    POSIX_ACL_DEFAULT(3, "system.posix_acl_default"),
    TRUSTED(4, "trusted."),
    LUSTRE(5, "lustre."),
    SECURITY(6, "security.");

    private final int index;
    private final String text;

    XattrPrefix(int index, String text) {
        this.index = index;
        this.text = text;
    }

    int index() {
        return index;
    }

    String text() {
        return text;
    }

    /** Whether a name needs something behind the prefix. */
    boolean isOpen() {
        return text.endsWith(".");
    }

    boolean fits(String name) {
        return isOpen() ? name.length() > text.length() && name.startsWith(text) : name.equals(text);
    }

    static Optional<XattrPrefix> ofIndex(int index) {
        for (XattrPrefix each : values()) {
            if (each.index == index) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<XattrPrefix> ofName(String name) {
        for (XattrPrefix each : values()) {
            if (each.fits(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
