package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Json;
import dev.anole.operation.Probe;
import dev.anole.operation.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
    @TempDir
    Path root;

    @Test
    void anAarch64HostIsDescribedByItsPartNumbers() {
        Fixture fixture = new Fixture(root);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 128; i++) {
            text.append("processor\t: ").append(i).append("\nBogoMIPS\t: 100.00\nFeatures\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics sm3 sm4 sve\n"
                + "CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd49\nCPU revision\t: 0\n\n");
            fixture.with("/sys/devices/system/cpu/cpu" + i + "/topology/thread_siblings_list", i / 2 * 2 + "-" + (i / 2 * 2 + 1) + "\n");
        }
        fixture.with("/proc/cpuinfo", text.toString()).with("/sys/devices/system/cpu/cpu0/cache/index3/size", "65536K\n")
            .with("/sys/devices/system/node/node0/cpulist", "0-63").with("/sys/devices/system/node/node1/cpulist", "64-127");
        CpuInventory cpu = CpuInventory.of(fixture.host);
        assertEquals("Neoverse-N2", cpu.model());
        assertEquals("Arm", cpu.vendor());
        assertEquals(128, cpu.online());
        assertEquals(64, cpu.cores());
        assertEquals(2, cpu.nodes());
        assertEquals(64L << 20, cpu.cacheBytes().orElseThrow());
        assertTrue(cpu.features().containsAll(List.of("sm3", "sm4", "sve")));
        fixture.with("/proc/cpuinfo", text.toString().replace("0x41", "0x99"));
        assertEquals("0x99 part 0xd49", CpuInventory.of(fixture.host).model());
    }

    @Test
    void anX86HostWithTwoSocketsCountsItsCores() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append("processor\t: ").append(i).append("\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R)\ncpu MHz\t\t: 2500.000\nphysical id\t: ")
                .append(i / 4).append("\ncore id\t\t: ").append(i % 4 / 2).append("\nflags\t\t: fpu vme sse2\n\n");
        }
        CpuInventory cpu = CpuInventory.of(new Fixture(root).with("/proc/cpuinfo", text.toString()).host);
        assertEquals(8, cpu.online());
        assertEquals(4, cpu.cores());
        assertEquals(2, cpu.sockets());
        assertEquals(List.of("fpu", "vme", "sse2"), cpu.features());
        assertEquals(2500, cpu.megahertzMax().orElseThrow());
    }

    @Test
    void aHostWithNextToNothingStillHasAnInventory() {
        Inventory inventory = Inventory.of(new Fixture(root).withDirectory("/proc").host, Instant.EPOCH);
        assertEquals("none", inventory.controlGroups());
        assertEquals("machine", inventory.system().runsIn());
        assertTrue(inventory.packages().isEmpty());
        String json = Json.write(inventory);
        assertEquals(json, Json.write(Json.read(Shape.of(Inventory.class), json, Json.Unknown.REFUSE)));
    }

    @Test
    void theReleaseFileIsUnquotedAsAShellWould() {
        var values = SystemInventory.release(new Fixture(root).with("/etc/os-release",
            "NAME=\"Anolis OS\"\nPRETTY_NAME='Anolis OS 8.8'\nVERSION_ID=\"8.8\"\nODD=\"a \\\"b\\\" \\$c\"\n# comment=1\nID=anolis\n").host);
        assertEquals("Anolis OS 8.8", values.get("PRETTY_NAME"));
        assertEquals("a \"b\" $c", values.get("ODD"));
        assertEquals("anolis", values.get("ID"));
        assertFalse(values.containsKey("# comment"));
    }

    @Test
    void packagesOfDpkgAreThoseThatAreInstalled() throws Exception {
        Fixture fixture = new Fixture(root).with("/var/lib/dpkg/status", """
            Package: zlib1g
            Status: install ok installed
            Installed-Size: 168
            Architecture: amd64
            Version: 1:1.2.13
            Description: compression library - runtime
             Status: install ok installed
             is a line of the description

            Package: kept
            Status: hold ok installed
            Architecture: all
            Version: 2

            Package: removed
            Status: deinstall ok config-files
            Version: 3

            Package: half
            Status: install reinstreq half-installed
            Version: 4
            """);
        List<PackageInventory> packages = Packages.of(fixture.host);
        assertEquals(List.of("kept", "zlib1g"), packages.stream().map(PackageInventory::name).toList());
        assertEquals(new PackageInventory("zlib1g", "1:1.2.13", "amd64", 168 * 1024, "compression library - runtime"), packages.get(1));
        assertEquals(2, Packages.quickCount(fixture.host).orElseThrow());
    }

    @Test
    void aHostWithoutPackagesSaysSo() {
        assertTrue(Packages.probe(new Fixture(root).host) instanceof Probe.Unavailable);
    }

    @Test
    void secretsOnACommandLineAreDots() {
        assertEquals("java -Ddb.password=••• -Dx=y --token ••• run --api-key=••• PGPASSWORD=••• --secret --next",
            CommandLine.shown("java\0-Ddb.password=hunter2\0-Dx=y\0--token\0abc\0run\0--api-key=1\0PGPASSWORD=q\0--secret\0--next\0"));
        assertEquals("a?[31m b", CommandLine.shown("a\u001b[31m\0b"));
        assertTrue(CommandLine.shown("x".repeat(10_000)).length() <= ProcessSample.COMMAND_CHARS_MAX + 1);
        assertEquals("", CommandLine.shown(""));
    }

    @Test
    void aJvmsCountersAreReadFromItsFile() {
        PerformanceData data = PerformanceData.parse(performanceData(ByteOrder.LITTLE_ENDIAN)).orElseThrow();
        assertEquals(5L, data.number("java.threads.live").orElseThrow());
        assertEquals("app.Main --x", data.string("sun.rt.javaCommand").orElseThrow());
        data = PerformanceData.parse(performanceData(ByteOrder.BIG_ENDIAN)).orElseThrow();
        assertEquals(5L, data.number("java.threads.live").orElseThrow());
    }

    @Test
    void aFileThatIsNoneOfAJvmsOrIsBrokenAnywhereDoesNoHarm() {
        byte[] good = performanceData(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < good.length; at++) {
            for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
                byte[] broken = good.clone();
                broken[at] = (byte) value;
                PerformanceData.parse(broken).ifPresent(d -> d.string("sun.rt.javaCommand"));
            }
            PerformanceData.parse(java.util.Arrays.copyOf(good, at)).ifPresent(PerformanceData::heapMax);
        }
        assertTrue(PerformanceData.parse(new byte[0]).isEmpty());
        assertTrue(PerformanceData.parse(new byte[64]).isEmpty());
    }

    private static byte[] performanceData(ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(160).order(ByteOrder.BIG_ENDIAN);
        bytes.putInt(0xcafec0c0).put((byte) (order == ByteOrder.BIG_ENDIAN ? 0 : 1)).put((byte) 2).put((byte) 0).put((byte) 1);
        bytes.order(order).putInt(160).putInt(0).putLong(0).putInt(32).putInt(2);
        // A scalar: its name padded to eight bytes, then the value.
        bytes.position(32).putInt(56).putInt(20).putInt(0).put(new byte[] {'J', 0, 0, 0}).putInt(40)
            .put("java.threads.live\0".getBytes(StandardCharsets.US_ASCII)).position(72).putLong(5);
        bytes.position(88).putInt(72).putInt(20).putInt(16).put(new byte[] {'B', 0, 0, 0}).putInt(44)
            .put("sun.rt.javaCommand\0".getBytes(StandardCharsets.US_ASCII)).position(132)
            .put("app.Main --x\0".getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    @Test
    void kernelMessagesAreReadWithTheirSeverityAndWithoutTheirProperties() {
        var parsed = KernelLog.parse("28,339,5140900,-,caller=T1;usb 1-1: \\x1b[31m odd\u0007\n SUBSYSTEM=usb\n").orElseThrow();
        assertEquals(KernelMessage.Severity.WARNING, parsed.severity());
        assertEquals(339, parsed.sequence());
        assertEquals(5_140_900, parsed.micros());
        assertEquals("usb 1-1: \\x1b[31m odd?", parsed.text());
        assertTrue(KernelLog.parse("no record").isEmpty());
        assertTrue(KernelLog.parse("x,y,z,-;text").isEmpty());
        assertTrue(KernelLog.parse("").isEmpty());
    }

    @Test
    void addressesAreShownAsPeopleWriteThem() throws Exception {
        for (String address : List.of("::1", "::", "fe80::fc:ff:fe00:1", "2001:db8::1:0:0:1", "2001:db8:1:1:1:1:0:1", "10.0.0.5", "1::")) {
            assertEquals(address, InterfaceInventory.shown(java.net.InetAddress.getByName(address)));
        }
    }
}
