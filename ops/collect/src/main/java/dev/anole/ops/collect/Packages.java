package dev.anole.ops.collect;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which packages are installed: dpkg's own database is a text file and is read as it stands; RPM's has changed its format
 * three times and is asked for through {@code rpm}.
 */
final class Packages {
    private static final String DPKG_STATUS = "/var/lib/dpkg/status";
    private static final String[] RPM_DATABASES = {"/var/lib/rpm", "/usr/lib/sysimage/rpm"};
    private static final String[] RPM_PROGRAMS = {"/usr/bin/rpm", "/bin/rpm"};
    /** "Status: WANTED ERROR STATE", dpkg(1): what is on hold is installed too. */
    private static final byte[] STATUS = "\nStatus: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTALLED = " installed".getBytes(StandardCharsets.US_ASCII);
    private static final String RPM_FORMAT = "%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SIZE}\\t%{SUMMARY}\\n";
    private static final int PACKAGES_MAX = 100_000;
    private static final int DPKG_BYTES_MAX = 32 << 20;
    private static final int RPM_SECONDS_MAX = 60;
    private static final int SUMMARY_CHARS_MAX = 160;

    private Packages() {
    }

    /** Which way there is. */
    static Probe probe(Host host) {
        if (SmallFile.exists(host, DPKG_STATUS)) {
            return Probe.available(Text.same("dpkg"));
        }
        if (rpmDatabase(host).isPresent()) {
            return rpmProgram().isPresent() ? Probe.available(Text.same("rpm")) : Probe.unavailable(
                Text.of("there is a database of RPM packages but no rpm to read it", "存在 RPM 软件包数据库，但没有 rpm 命令"),
                rpmDatabase(host).get(), Text.of("install rpm", "请安装 rpm"));
        }
        return Probe.unavailable(Text.of("this host has no package database that is known here", "此主机没有可识别的软件包数据库"),
            DPKG_STATUS + ", " + String.join(", ", RPM_DATABASES) + ": none", Text.same(""));
    }

    /** How many are installed, where that is cheap to find out: with dpkg. */
    static Optional<Long> quickCount(Host host) {
        return SmallFile.bytes(host, DPKG_STATUS, DPKG_BYTES_MAX).map(Packages::countInstalled);
    }

    /** All, by name. */
    static List<PackageInventory> of(Host host) throws InterruptedException {
        List<PackageInventory> packages = SmallFile.exists(host, DPKG_STATUS) ? dpkg(host) : rpm(host);
        packages.sort(Comparator.comparing(PackageInventory::name).thenComparing(PackageInventory::architecture));
        return packages;
    }

    private static long countInstalled(byte[] text) {
        long found = 0;
        for (int i = 0; i < text.length - STATUS.length - INSTALLED.length; i++) {
            // Two bytes first: most places have no line break, so this stays fast while the loop is still interpreted.
            if (text[i] == '\n' && text[i + 1] == 'S' && matches(text, i, STATUS)) {
                int end = i + 1;
                while (end < text.length && text[end] != '\n') {
                    end++;
                }
                found += matches(text, end - INSTALLED.length, INSTALLED) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean matches(byte[] text, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Stanzas of "Key: value" with an empty line between; a line that begins with a blank continues the one before. */
    private static List<PackageInventory> dpkg(Host host) {
        List<PackageInventory> packages = new ArrayList<>();
        Map<String, String> stanza = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Files.newInputStream(host.path(DPKG_STATUS)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    add(packages, stanza);
                    stanza.clear();
                } else if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        stanza.put(line.substring(0, colon), line.substring(colon + 1).strip());
                    }
                }
            }
        } catch (IOException e) {
            throw OperationException.failed(Text.of(DPKG_STATUS + " cannot be read: " + e.getMessage(),
                "无法读取 " + DPKG_STATUS + "：" + e.getMessage()), Text.same(""), e);
        }
        add(packages, stanza);
        return packages;
    }

    private static void add(List<PackageInventory> packages, Map<String, String> stanza) {
        if (stanza.getOrDefault("Status", "").endsWith(" installed") && packages.size() < PACKAGES_MAX) {
            // Installed-Size is in KiB, deb822's policy 5.6.20.
            packages.add(new PackageInventory(Printable.line(stanza.getOrDefault("Package", ""), 128),
                Printable.line(stanza.getOrDefault("Version", ""), 128), Printable.line(stanza.getOrDefault("Architecture", ""), 32),
                SmallFile.parse(stanza.getOrDefault("Installed-Size", "0")).orElse(0L) * 1024,
                Printable.line(stanza.getOrDefault("Description", ""), SUMMARY_CHARS_MAX)));
        }
    }

    private static Optional<String> rpmDatabase(Host host) {
        for (String directory : RPM_DATABASES) {
            if (!SmallFile.names(host, directory).isEmpty()) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rpmProgram() {
        for (String program : RPM_PROGRAMS) {
            if (Files.isExecutable(Path.of(program))) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static List<PackageInventory> rpm(Host host) throws InterruptedException {
        if (probe(host) instanceof Probe.Unavailable unavailable) {
            throw OperationException.unavailable(unavailable);
        }
        List<PackageInventory> packages = new ArrayList<>();
        List<String> command = List.of(rpmProgram().orElseThrow(), "--root", host.root().toString(),
            "--dbpath", rpmDatabase(host).orElseThrow(), "-qa", "--qf", RPM_FORMAT);
        ProgramOutput.lines(command, RPM_SECONDS_MAX, TimeUnit.SECONDS, PACKAGES_MAX, line -> {
            String[] fields = line.split("\t", 5);
            if (fields.length == 5 && !fields[0].equals("gpg-pubkey")) {
                String version = fields[1].startsWith("(none):") ? fields[1].substring("(none):".length()) : fields[1];
                packages.add(new PackageInventory(Printable.line(fields[0], 128), Printable.line(version, 128),
                    Printable.line(fields[2], 32), SmallFile.parse(fields[3]).orElse(0L), Printable.line(fields[4], SUMMARY_CHARS_MAX)));
            }
        });
        return packages;
    }
}
