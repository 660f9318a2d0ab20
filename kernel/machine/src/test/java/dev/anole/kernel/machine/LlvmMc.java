package dev.anole.kernel.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** LLVM's assembler, where it is installed: Debian's packages llvm or llvm-14. */
record LlvmMc(Path program) {
    private static final int ERROR_LINES_MAX = 40;

    static Optional<LlvmMc> find() {
        return Stream.of("llvm-mc", "llvm-mc-14", "llvm-mc-15", "llvm-mc-16").map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable).findFirst().map(LlvmMc::new);
    }

    /** What each line of Intel syntax becomes, as lower-case hexadecimal digits. */
    List<String> encode(List<String> lines) throws IOException, InterruptedException {
        Path source = Files.createTempFile("anole-machine", ".s");
        Path output = Files.createTempFile("anole-machine", ".out");
        try {
            Files.writeString(source, ".intel_syntax noprefix\n" + String.join("\n", lines) + "\n");
            Process process = new ProcessBuilder(program.toString(), "-triple=x86_64-linux-gnu", "-show-encoding",
                    "-mattr=+avx512f,+avx512bw,+avx512vl,+avx512dq,+avx512vbmi,+gfni,+vaes,+vpclmulqdq,+aes,+pclmul,+bmi,+bmi2,+adx,+movbe,+avx2",
                    source.toString())
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.waitFor();
            List<String> result = new ArrayList<>();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new AssertionError("llvm-mc: " + text.lines().filter(l -> l.contains("error:") || l.startsWith("v"))
                        .limit(ERROR_LINES_MAX).collect(java.util.stream.Collectors.joining("\n")));
            }
            for (String line : text.split("\n")) {
                int at = line.indexOf("encoding: [");
                if (at >= 0) {
                    result.add(line.substring(at + 11, line.indexOf(']', at)).replace("0x", "").replace(",", ""));
                }
            }
            return result;
        } finally {
            Files.delete(source);
            Files.delete(output);
        }
    }
}
