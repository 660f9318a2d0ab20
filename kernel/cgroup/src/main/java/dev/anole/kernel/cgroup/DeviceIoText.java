package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.DeviceNumber;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the files about block devices say, one line or several a device. */
final class DeviceIoText {
    /** Devices counted at most; those after are left out. */
    private static final int DEVICES_MAX = 1024;

    private static final int READ_BYTES = 0;
    private static final int WRITE_BYTES = 1;
    private static final int READS = 2;
    private static final int WRITES = 3;

    private static final byte[][] V2_KEYS = {ascii("rbytes="), ascii("wbytes="), ascii("rios="), ascii("wios=")};
    private static final byte[] READ = ascii("Read ");
    private static final byte[] WRITE = ascii("Write ");

    private final Map<DeviceNumber, long[]> devices = new LinkedHashMap<>();

    /** {@code io.stat}: {@code 254:0 rbytes=0 wbytes=0 rios=0 wios=0 dbytes=0 dios=0}. */
    void addVersion2(ByteCursor text) {
        for (; !text.atEnd(); text.skipLine()) {
            long[] counts = device(text);
            while (counts.length > 0 && !text.skipBlanks().atLineEnd()) {
                boolean known = false;
                for (int i = 0; i < V2_KEYS.length && !known; i++) {
                    known = text.take(V2_KEYS[i]);
                    if (known) {
                        counts[i] = text.number();
                    }
                }
                if (!known) {
                    text.skipWords(1);
                }
            }
        }
    }

    /** {@code blkio.throttle.io_service_bytes_recursive}: {@code 254:0 Read 0}, {@code 254:0 Write 0}, … */
    void addVersion1Bytes(ByteCursor text) {
        addVersion1(text, READ_BYTES, WRITE_BYTES);
    }

    /** {@code blkio.throttle.io_serviced_recursive}, in the same form. */
    void addVersion1Operations(ByteCursor text) {
        addVersion1(text, READS, WRITES);
    }

    List<DeviceIo> devices() {
        List<DeviceIo> found = new ArrayList<>(devices.size());
        devices.forEach((device, counts) -> found.add(new DeviceIo(device, counts[READ_BYTES], counts[WRITE_BYTES],
                counts[READS], counts[WRITES])));
        return found;
    }

    private void addVersion1(ByteCursor text, int read, int write) {
        for (; !text.atEnd(); text.skipLine()) {
            long[] counts = device(text);
            if (counts.length == 0) {
                continue;
            }
            text.skipBlanks();
            if (text.take(READ)) {
                counts[read] = text.number();
            } else if (text.take(WRITE)) {
                counts[write] = text.number();
            }
        }
    }

    /** The counts of the device that the line is about; none for lines about no device, such as "Total 0". */
    private long[] device(ByteCursor text) {
        long major = text.numberOr(-1);
        if (major < 0 || text.peek() != ':') {
            return new long[0];
        }
        text.position(text.position() + 1);
        long minor = text.numberOr(-1);
        if (minor < 0) {
            return new long[0];
        }
        DeviceNumber device = new DeviceNumber((int) major, (int) minor);
        if (devices.size() == DEVICES_MAX && !devices.containsKey(device)) {
            return new long[0];
        }
        return devices.computeIfAbsent(device, each -> new long[WRITES + 1]);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
