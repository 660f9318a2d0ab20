package dev.anole.image.erofs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import static dev.anole.image.erofs.TarHeader.*;

/**
 * Which pieces of a sparse file an archive has, in the four ways in which GNU tar says so.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">GNU's sparse formats</a>
 */
final class SparseMap {
    static final int PIECES_MAX = 1 << 20;

    /** A stored piece: where it begins in the file, and its bytes. */
    record Piece(long start, long length) {
        long end() {
            return start + length;
        }
    }

    /** Pieces that were told before the data, and how many bytes that took. */
    record Leading(List<Piece> pieces, long bytes) {
    }

    private SparseMap() {
    }

    /** Formats 0.0 and 0.1, the latter with commas between the numbers. */
    static List<Piece> listed(TarHeader header, String numbers) {
        return pairs(header, numbers(header, numbers.split(",")));
    }

    private static List<Long> numbers(TarHeader header, String[] words) {
        List<Long> numbers = new ArrayList<>(words.length);
        for (String each : words) {
            try {
                numbers.add(Long.parseLong(each.strip()));
            } catch (NumberFormatException e) {
                throw header.fault(0, "its map of pieces holds no number: " + each);
            }
        }
        return numbers;
    }

    static List<Piece> pairs(TarHeader header, List<Long> numbers) {
        if (numbers.size() / 2 > PIECES_MAX) {
            throw header.fault(0, "more than " + PIECES_MAX + " pieces");
        }
        List<Piece> found = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            if (numbers.get(i + 1) > 0) {
                found.add(new Piece(numbers.get(i), numbers.get(i + 1)));
            }
        }
        return found;
    }

    static List<Piece> old(TarHeader header, Predicate<byte[]> fill) {
        List<Long> numbers = new ArrayList<>();
        entries(header, SPARSE, SPARSE_COUNT, numbers);
        boolean more = header.flag(SPARSE_EXTENDED);
        while (more) {
            byte[] block = new byte[BLOCK];
            if (!fill.test(block) || numbers.size() > 2 * PIECES_MAX) {
                throw header.fault(SPARSE, "its map of pieces has no end");
            }
            TarHeader extension = new TarHeader(block, header.place());
            entries(extension, 0, EXTENSION_COUNT, numbers);
            more = extension.flag(EXTENSION_EXTENDED);
        }
        return pairs(header, numbers);
    }

    private static void entries(TarHeader header, int from, int count, List<Long> numbers) {
        for (int i = 0; i < count; i++) {
            int at = from + 2 * LONG_BYTES * i;
            if (header.flag(at) || header.flag(at + LONG_BYTES)) {
                numbers.add(header.number(at, LONG_BYTES));
                numbers.add(header.number(at + LONG_BYTES, LONG_BYTES));
            }
        }
    }

    /** Format 1.0: decimal numbers, each with a newline, in blocks before the data. */
    static Leading leading(TarHeader header, long most, Predicate<byte[]> fill) {
        long bytes = 0;
        List<Long> numbers = new ArrayList<>();
        long expected = -1;
        StringBuilder digits = new StringBuilder();
        while (expected < 0 || numbers.size() < expected) {
            byte[] block = new byte[BLOCK];
            if (most - bytes < BLOCK || !fill.test(block) || expected > 2L * PIECES_MAX) {
                throw header.fault(0, "its map of pieces has no end");
            }
            bytes += BLOCK;
            for (byte b : block) {
                if (b == '\n') {
                    long value = numbers(header, new String[] {digits.toString()}).getFirst();
                    digits.setLength(0);
                    if (expected < 0) {
                        expected = 2 * value;
                    } else {
                        numbers.add(value);
                    }
                    if (numbers.size() == expected) {
                        break;
                    }
                } else if (digits.length() < 20) {
                    digits.append((char) b);
                }
            }
        }
        return new Leading(pairs(header, numbers), bytes);
    }
}
