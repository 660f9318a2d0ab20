package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.UnavailableException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How a kernel was configured: {@code /proc/config.gz}, or the file beside the kernel in {@code /boot}. */
final class KernelConfiguration {
    private static final int LINES_MAX = 100_000;

    private final Map<String, String> values;
    private final String source;

    private KernelConfiguration(Map<String, String> values, String source) {
        this.values = values;
        this.source = source;
    }

    static KernelConfiguration running() {
        List<Path> places = List.of(Path.of("/proc/config.gz"), Path.of("/boot/config-" + KernelVersion.release()));
        for (Path place : places) {
            if (Files.isReadable(place)) {
                try (InputStream file = Files.newInputStream(place);
                     InputStream text = place.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
                    return parse(text, place.toString());
                } catch (IOException e) {
                    throw new UnavailableException("the kernel's configuration", place + ": " + e.getMessage(), "");
                }
            }
        }
        return new KernelConfiguration(Map.of(), "neither " + places.get(0) + " nor " + places.get(1) + " is there");
    }

    static KernelConfiguration parse(InputStream text, String source) throws IOException {
        Map<String, String> values = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        int count = 0;
        for (String line; (line = lines.readLine()) != null && count < LINES_MAX; count++) {
            int equals = line.indexOf('=');
            if (line.startsWith("CONFIG_") && equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new KernelConfiguration(values, source);
    }

    /**
     * An option as the program's variable wants it: a tristate as {@code enum libbpf_tristate}, a character or a
     * boolean, a number, or text.
     */
    Optional<byte[]> bytes(BpfObject object, Btf btf, String name, int type, int size, boolean weak) {
        if (name.equals("LINUX_KERNEL_VERSION")) {
            return Optional.of(number(KernelVersion.running().code(), size));
        }
        String value = values.get(name);
        if (value == null) {
            // What is switched off is not in the file at all, so only a file that was read says "no".
            if (weak || name.startsWith("LINUX_")) {
                return Optional.empty();
            }
            throw new UnavailableException(object.subject(), "the kernel's configuration does not say " + name + " ("
                    + source + ")", "declare the variable __weak, or install the configuration as /boot/config-$(uname -r)");
        }
        boolean enumeration = btf.kind(type).isEnum();
        switch (value) {
            case "y", "n", "m" -> {
                int tristate = "nym".indexOf(value.charAt(0));
                boolean character = btf.kind(type) == BtfKind.INT && (btf.encoding(type) & 4) == 0 && size == 1;
                return Optional.of(number(character ? value.charAt(0) : enumeration ? tristate : Math.min(1, tristate), size));
            }
            default -> {
                if (value.startsWith("\"")) {
                    byte[] text = value.substring(1, Math.max(1, value.length() - 1)).getBytes(StandardCharsets.UTF_8);
                    return Optional.of(Arrays.copyOf(Arrays.copyOf(text, Math.min(text.length, size - 1)), size));
                }
                try {
                    return Optional.of(number(Long.decode(value), size));
                } catch (NumberFormatException e) {
                    throw new ObjectException(object.subject(), name, "is " + value + ", which is no number");
                }
            }
        }
    }

    private static byte[] number(long value, int size) {
        return Arrays.copyOf(BpfMap.bytes(value), size);
    }
}
