package dev.anole.operation.journal;

import dev.anole.operation.Recovery.Damage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A journal's bytes taken apart.
 *
 * @param version   of its format, 0 where its first line cannot be read
 * @param parts     its lines and what could not be read, in order
 * @param goodBytes how long the file is without a torn end
 */
record Reading(int version, List<Part> parts, int goodBytes) {
    private static final Pattern HEADER = Pattern.compile("\\{\"format\":\"anole-journal\",\"version\":([0-9]{1,9})\\}");

    /** A line, or lines that cannot be read. */
    sealed interface Part {
        record Good(JournalLine line) implements Part {
        }

        /** @param from where the bytes begin, @param to where they end */
        record Bad(Damage damage, int from, int to) implements Part {
        }
    }

    static byte[] header(int version) {
        return JournalLine.withChecksum("{\"format\":\"anole-journal\",\"version\":" + version + "}");
    }

    /** How many of the bytes could not be read. */
    List<Damage> damage() {
        List<Damage> all = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Bad(Damage damage, int _, int _) -> all.add(damage);
                case Part.Good(JournalLine(long _, var _, JournalEvent.SetAside(int line, int lines, String reason, String file))) ->
                    all.add(new Damage(line, lines, reason, file));
                case Part.Good _ -> {
                }
            }
        }
        return all;
    }

    /** The version that the first line names; 0 where it cannot be read. */
    static int version(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        try {
            Matcher header = HEADER.matcher(JournalLine.json(bytes, 0, end));
            return header.matches() ? Integer.parseInt(header.group(1)) : 0;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    static Reading of(byte[] bytes) {
        List<Part> parts = new ArrayList<>();
        int version = version(bytes);
        int good = 0;
        int number = 0;
        long last = 0;
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] != '\n') {
                continue;
            }
            number++;
            if (number > 1 || version == 0) {
                try {
                    JournalLine line = JournalLine.parse(bytes, start, end);
                    if (line.number() <= last) {
                        throw new IllegalArgumentException("its number " + line.number() + " does not follow " + last);
                    }
                    last = line.number();
                    parts.add(new Part.Good(line));
                } catch (IllegalArgumentException e) {
                    if (end == bytes.length - 1 && hasNul(bytes, start, end)) {
                        break;   // grown by a write that a power cut kept from the disk
                    }
                    add(parts, number, e.getMessage(), start, end + 1);
                }
            }
            start = end + 1;
            good = start;
        }
        return new Reading(version, List.copyOf(parts), good);
    }

    private static boolean hasNul(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Lines in a row that cannot be read are one damage. */
    private static void add(List<Part> parts, int number, String reason, int from, int to) {
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Bad(Damage before, int begin, int end) && end == from) {
            parts.removeLast();
            parts.add(new Part.Bad(new Damage(before.line(), before.lines() + 1, before.reason(), ""), begin, to));
        } else {
            parts.add(new Part.Bad(new Damage(number, 1, reason, ""), from, to));
        }
    }

    /** The bytes of a damaged part, for a file of their own. */
    static String name(Part.Bad bad, byte[] bytes) {
        return "damaged-" + Digest.of(java.util.Arrays.copyOfRange(bytes, bad.from(), bad.to())).substring(0, 12);
    }

    @Override
    public String toString() {
        return new String(header(version), StandardCharsets.UTF_8).strip() + ", " + parts.size() + " parts";
    }
}
