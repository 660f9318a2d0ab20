package dev.anole.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a binary package for Debian and its kin: an ar archive of {@code debian-binary}, the control archive and the
 * data archive (deb(5)). No tool of Debian is needed to make it.
 */
final class DebianPackage {

    /** What starts an ar archive. */
    private static final String AR_MAGIC = "!<arch>\n";

    private DebianPackage() {}

    /**
     * Writes the package.
     *
     * @param control the fields of the control file in order; {@code Installed-Size} is added
     * @param data    what it installs, names without a leading slash
     * @param time    seconds since 1970, for the members that are made here
     */
    static void write(Map<String, String> control, List<Packed> data, long time, Path target) throws IOException {
        Path work = Files.createTempFile(target.toAbsolutePath().getParent(), "data-", ".tar.gz");
        try {
            try (OutputStream out = Files.newOutputStream(work)) {
                TarArchive.writeCompressed(data, out);
            }
            byte[] controlArchive = controlArchive(control, data, time);
            try (OutputStream out = Files.newOutputStream(target)) {
                out.write(AR_MAGIC.getBytes(StandardCharsets.US_ASCII));
                member(out, "debian-binary", time, "2.0\n".getBytes(StandardCharsets.US_ASCII));
                member(out, "control.tar.gz", time, controlArchive);
                long size = Files.size(work);
                memberHeader(out, "data.tar.gz", time, size);
                Files.copy(work, out);
                pad(out, size);
            }
        } finally {
            Files.delete(work);
        }
    }

    private static byte[] controlArchive(Map<String, String> control, List<Packed> data, long time) throws IOException {
        long kibibytes = 0;
        for (Packed entry : data) {
            kibibytes += switch (entry.content()) {
                case Packed.Content.File file -> (file.size() + 1023) / 1024;
                case Packed.Content.Bytes bytes -> (bytes.bytes().length + 1023) / 1024;
                case Packed.Content.Directory _, Packed.Content.Link _ -> 1;
            };
        }
        var text = new StringBuilder();
        control.forEach((field, value) -> text.append(field).append(": ").append(value).append('\n'));
        text.append("Installed-Size: ").append(kibibytes).append('\n');
        var archive = new ByteArrayOutputStream();
        TarArchive.writeCompressed(List.of(
                new Packed("./", 0755, time, new Packed.Content.Directory()),
                new Packed("./control", 0644, time, new Packed.Content.Bytes(text.toString().getBytes(StandardCharsets.UTF_8))),
                new Packed("./md5sums", 0644, time, new Packed.Content.Bytes(sums(data).getBytes(StandardCharsets.UTF_8)))), archive);
        return archive.toByteArray();
    }

    /** MD5 is what dpkg's file list is defined with (deb-md5sums(5)); it finds accidents, not attackers. */
    private static String sums(List<Packed> data) throws IOException {
        var lines = new StringBuilder();
        for (Packed entry : data) {
            switch (entry.content()) {
                case Packed.Content.File file -> {
                    try (InputStream in = Files.newInputStream(file.source())) {
                        lines.append(md5(in)).append("  ").append(entry.name().replaceFirst("^\\./", "")).append('\n');
                    }
                }
                case Packed.Content.Bytes bytes -> lines.append(md5(new java.io.ByteArrayInputStream(bytes.bytes()))).append("  ")
                        .append(entry.name().replaceFirst("^\\./", "")).append('\n');
                case Packed.Content.Directory _, Packed.Content.Link _ -> { }
            }
        }
        return lines.toString();
    }

    private static String md5(InputStream in) throws IOException {
        try {
            var digest = MessageDigest.getInstance("MD5");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has MD5", e);
        }
    }

    private static void member(OutputStream out, String name, long time, byte[] content) throws IOException {
        memberHeader(out, name, time, content.length);
        out.write(content);
        pad(out, content.length);
    }

    /** 60 bytes: name, time, owner, group, mode and size as left-aligned text, and two bytes that end it. */
    private static void memberHeader(OutputStream out, String name, long time, long size) throws IOException {
        out.write("%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, time, 0, 0, "100644", size).getBytes(StandardCharsets.US_ASCII));
    }

    /** Members start at even offsets. */
    private static void pad(OutputStream out, long size) throws IOException {
        if (size % 2 == 1) {
            out.write('\n');
        }
    }
}
