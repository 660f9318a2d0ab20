package dev.anole.security.sm;

import dev.anole.security.shangmi.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What can be measured here, each in processes of its own: our tiers, and OpenSSL's command where it is installed. */
final class SpeedEngines {
    private static final long SECONDS_MAX = 300;
    private static final int LINES_MAX = 10_000;

    private SpeedEngines() {
    }

    /** One engine. */
    interface Engine {
        String name();

        /** Measures all sizes once; an engine that does not work here gives nothing. */
        List<Throughput> measure(List<Integer> sizes) throws InterruptedException;
    }

    /** All that are here. */
    static List<Engine> here() {
        List<Engine> engines = new ArrayList<>(Stream.of(Tier.values()).<Engine>map(Ours::new).toList());
        openssl().ifPresent(engines::add);
        return engines;
    }

    private static Optional<Engine> openssl() {
        return Stream.of("/usr/bin/openssl", "/usr/local/bin/openssl").map(Path::of).filter(Files::isExecutable).findFirst().map(Openssl::new);
    }

    /** A tier, in a JVM with its optimising compiler: the command's own JVM does without, for a quick start. */
    private record Ours(Tier tier) implements Engine {
        @Override
        public String name() {
            return tier.label();
        }

        @Override
        public List<Throughput> measure(List<Integer> sizes) throws InterruptedException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xbatch",
                "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-Danole.shangmi.tier=" + tier.label()));
            if (tier == Tier.VECTOR) {
                if (java.lang.module.ModuleFinder.ofSystem().find("jdk.incubator.vector").isEmpty()) {
                    return List.of();
                }
                command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
            }
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), SpeedProbe.class.getName()));
            sizes.forEach(s -> command.add(s.toString()));
            return lines(command).stream().flatMap(line -> Throughput.parse(line).stream()).toList();
        }
    }

    /** {@code openssl speed}, which divides by user CPU time. */
    private record Openssl(Path program) implements Engine {
        @Override
        public String name() {
            return "openssl";
        }

        @Override
        public List<Throughput> measure(List<Integer> sizes) throws InterruptedException {
            List<Throughput> found = new ArrayList<>();
            for (int bytes : sizes) {
                found.addAll(bulk("SM4", "CTR", bytes, "-evp", "sm4-ctr"));
                found.addAll(bulk("SM4", "CBC encrypt", bytes, "-evp", "sm4-cbc"));
                found.addAll(bulk("SM4", "CBC decrypt", bytes, "-decrypt", "-evp", "sm4-cbc"));
                found.addAll(bulk("SM3", "", bytes, "-evp", "sm3"));
            }
            for (String line : lines(List.of(program.toString(), "speed", "-mr", "-seconds", "1", "sm2"))) {
                String[] f = line.split(":");
                if (f[0].startsWith("+F") && f.length == 6) {   // +F7:number:bits:name:signatures:verifications
                    found.add(new Throughput("SM2", "sign", name(), 32, Double.parseDouble(f[4])));
                    found.add(new Throughput("SM2", "verify", name(), 32, Double.parseDouble(f[5])));
                }
            }
            return found;
        }

        private List<Throughput> bulk(String algorithm, String mode, int bytes, String... options) throws InterruptedException {
            List<String> command = new ArrayList<>(List.of(program.toString(), "speed", "-mr", "-seconds", "1", "-bytes", Integer.toString(bytes)));
            command.addAll(List.of(options));
            return lines(command).stream().filter(line -> line.startsWith("+F:")).map(line -> line.split(":")).filter(f -> f.length == 4)
                .map(f -> new Throughput(algorithm, mode, name(), bytes, Double.parseDouble(f[3]))).toList();
        }
    }

    private static List<String> lines(List<String> command) throws InterruptedException {
        Optional<Process> started = Optional.empty();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            started = Optional.of(process);
            process.getOutputStream().close();
            List<String> lines = new ArrayList<>();
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null && lines.size() < LINES_MAX; line = reader.readLine()) {
                    lines.add(line);
                }
            }
            return process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0 ? lines : List.of();
        } catch (IOException e) {
            return List.of();
        } finally {
            started.ifPresent(Process::destroyForcibly);
        }
    }
}
