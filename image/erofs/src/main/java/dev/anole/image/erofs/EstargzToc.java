package dev.anole.image.erofs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anole.kernel.linux.DeviceNumber;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The table of contents of an eStargz layer: found by the footer, a JSON file in a tar in a gzip member. */
final class EstargzToc {
    static final String TOC_NAME = "stargz.index.json";

    /** An empty gzip member whose extra field says where the table is. */
    private static final int FOOTER_BYTES = 51;
    private static final int FOOTER_HEX = 16;
    private static final int FOOTER_HEX_DIGITS = 16;
    private static final byte[] FOOTER_NAME = "STARGZ".getBytes(StandardCharsets.US_ASCII);

    private static final int TOC_BYTES_MAX = 256 << 20;
    private static final int ENTRIES_MAX = 1 << 22;

    /** An entry, with the format's names. */
    record Entry(String name, String type, long size, String linkName, int mode, long uid, long gid, Instant modified,
                 int devMajor, int devMinor, Map<String, byte[]> xattrs, long offset, long chunkOffset, long chunkSize,
                 long innerOffset) {
    }

    /**
     * A piece of a file.
     *
     * @param start in the file
     * @param length of the piece
     * @param begin of its gzip member in the blob
     * @param end of that member
     * @param inner decoded bytes of the member before the piece
     */
    record Span(long start, long length, long begin, long end, long inner) {
    }

    private final List<Entry> entries;
    private final TreeSet<Long> members = new TreeSet<>();
    private int files;

    private EstargzToc(List<Entry> entries, long tocPlace) {
        this.entries = entries;
        entries.stream().filter(each -> each.type.equals("reg") || each.type.equals("chunk"))
                .forEach(each -> members.add(each.offset));
        members.add(tocPlace);
    }

    List<Entry> entries() {
        return entries;
    }

    static EstargzToc read(Medium blob) {
        long footerPlace = blob.size() - FOOTER_BYTES;
        if (footerPlace < 0) {
            throw new ErofsException("eStargz footer", 0, "the blob is shorter");
        }
        byte[] footer = new byte[FOOTER_BYTES];
        blob.read(footerPlace, footer, 0, FOOTER_BYTES);
        for (int i = 0; i < FOOTER_NAME.length; i++) {
            if (footer[FOOTER_HEX + FOOTER_HEX_DIGITS + i] != FOOTER_NAME[i]) {
                throw new ErofsException("eStargz footer", footerPlace, "this is no eStargz: \"STARGZ\" is missing");
            }
        }
        long place;
        try {
            place = Long.parseLong(new String(footer, FOOTER_HEX, FOOTER_HEX_DIGITS, StandardCharsets.US_ASCII), 16);
        } catch (NumberFormatException e) {
            throw new ErofsException("eStargz footer", footerPlace, "it does not say where the table is");
        }
        if (place < 0 || place >= footerPlace || footerPlace - place > TOC_BYTES_MAX) {
            throw new ErofsException("eStargz footer", footerPlace, "the table cannot be at byte " + place);
        }
        byte[] member = new byte[(int) (footerPlace - place)];
        blob.read(place, member, 0, member.length);
        try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(member))) {
            byte[] header = tar.readNBytes(TarHeader.BLOCK);
            TarHeader entry = new TarHeader(header, place);
            if (header.length < TarHeader.BLOCK || !entry.path().equals(TOC_NAME)) {
                throw new ErofsException("eStargz table", place, TOC_NAME + " is not there");
            }
            long length = entry.number(TarHeader.SIZE, TarHeader.LONG_BYTES);
            if (length < 0 || length > TOC_BYTES_MAX) {
                throw new ErofsException("eStargz table", place, "it has " + length + " bytes");
            }
            return new EstargzToc(parse(tar.readNBytes((int) length), place), place);
        } catch (IOException e) {
            throw new ErofsException("eStargz table", place, "it does not read as gzip and JSON: " + e.getMessage());
        }
    }

    private static List<Entry> parse(byte[] json, long place) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, place, "it is no object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean list = parser.currentName().equals("entries");
                parser.nextToken();
                if (!list) {
                    parser.skipChildren();
                    continue;
                }
                expect(parser.currentToken() == JsonToken.START_ARRAY, place, "its entries are no list");
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    expect(entries.size() < ENTRIES_MAX, place, "it has more than " + ENTRIES_MAX + " entries");
                    entries.add(entry(parser, place));
                }
            }
        }
        return entries;
    }

    private static Entry entry(JsonParser parser, long place) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Long> numbers = new LinkedHashMap<>();
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                texts.put(key, parser.getText());
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(key, parser.getLongValue());
            } else if (value == JsonToken.START_OBJECT && key.equals("xattrs")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    xattrs.put(name, decoded(parser.getText(), place));
                }
            } else {
                parser.skipChildren();
            }
        }
        return new Entry(texts.getOrDefault("name", ""), texts.getOrDefault("type", ""), number(numbers, "size"),
                texts.getOrDefault("linkName", ""), (int) number(numbers, "mode"), number(numbers, "uid"),
                number(numbers, "gid"), time(texts.getOrDefault("modtime", ""), place),
                (int) number(numbers, "devMajor"), (int) number(numbers, "devMinor"), xattrs,
                number(numbers, "offset"), number(numbers, "chunkOffset"), number(numbers, "chunkSize"),
                number(numbers, "innerOffset"));
    }

    private static byte[] decoded(String text, long place) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ErofsException("eStargz table", place, "an attribute is not in Base64");
        }
    }

    private static Instant time(String text, long place) {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ErofsException("eStargz table", place, "no time: " + text);
        }
    }

    private static long number(Map<String, Long> numbers, String key) {
        return numbers.getOrDefault(key, 0L);
    }

    private static void expect(boolean fulfilled, long place, String reason) {
        if (!fulfilled) {
            throw new ErofsException("eStargz table", place, reason);
        }
    }

    /** An entry as a file under its path. */
    FileEntry file(Entry entry, String path) {
        FileType type = switch (entry.type) {
            case "dir" -> FileType.DIRECTORY;
            case "reg" -> FileType.REGULAR;
            case "symlink" -> FileType.SYMBOLIC_LINK;
            case "char" -> FileType.CHARACTER_DEVICE;
            case "block" -> FileType.BLOCK_DEVICE;
            case "fifo" -> FileType.FIFO;
            default -> throw new RefusedException(path, "type \"" + entry.type + "\" is not known",
                    "make the layer with another program");
        };
        return new FileEntry(path, type, unixMode(entry.mode), entry.uid & 0xffffffffL, entry.gid & 0xffffffffL,
                entry.modified, type == FileType.REGULAR ? Math.max(0, entry.size) : 0, 1, new FileKey(0, ++files),
                type == FileType.SYMBOLIC_LINK ? Optional.of(entry.linkName) : Optional.empty(),
                type.isDevice() ? Optional.of(new DeviceNumber(entry.devMajor, entry.devMinor)) : Optional.empty(),
                entry.xattrs, false);
    }

    /** Go's os.FileMode keeps set-uid, set-gid and sticky in bits of its own (23, 22 and 20). */
    private static int unixMode(int mode) {
        return mode & 07777 | (mode & 1 << 23) >>> 12 | (mode & 1 << 22) >>> 12 | (mode & 1 << 20) >>> 11;
    }

    /** Where the pieces of a file are; together they must be all of it. */
    List<Span> spans(List<Entry> chunks, long size) {
        List<Span> spans = new ArrayList<>();
        long covered = 0;
        for (Entry each : chunks) {
            long left = size - each.chunkOffset;
            long length = each.chunkSize > 0 ? each.chunkSize : left;
            if (size == 0) {
                break;
            }
            Long end = members.higher(each.offset);
            if (each.chunkOffset != covered || length <= 0 || length > left || each.offset < 0 || end == null) {
                throw new ErofsException("eStargz table", each.offset, "the pieces of " + chunks.getFirst().name
                        + " do not follow each other");
            }
            spans.add(new Span(each.chunkOffset, length, each.offset, end, each.innerOffset));
            covered += length;
        }
        if (covered != size) {
            throw new ErofsException("eStargz table", 0, chunks.getFirst().name + " has " + covered + " of its " + size
                    + " bytes");
        }
        return spans;
    }
}
