package dev.anole.security.shangmi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Project Wycheproof's cases, where they lie beside the source: {@code shared/data/wycheproof} in a folder above it. */
record Wycheproof(Map<String, String> fields) {
    private static final Pattern CASE = Pattern.compile("\\{[^{}]*\"tcId\"[^{}]*\\}");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"([^\"]*)\"|(\\d+))");

    static List<Wycheproof> read(String file) throws IOException {
        Optional<Path> found = Stream.iterate(Path.of(System.getProperty("anole.root", ".")).toAbsolutePath(),
                        p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared/data/wycheproof").resolve(file)).filter(Files::isReadable).findFirst();
        assumeTrue(found.isPresent(), "no shared/data/wycheproof/" + file + " in any folder above the source");
        List<Wycheproof> cases = new ArrayList<>();
        Matcher matcher = CASE.matcher(Files.readString(found.get()));
        while (matcher.find()) {
            Map<String, String> fields = new HashMap<>();
            Matcher field = FIELD.matcher(matcher.group());
            while (field.find()) {
                fields.put(field.group(1), field.group(2) == null ? field.group(3) : field.group(2));
            }
            cases.add(new Wycheproof(fields));
        }
        return cases;
    }

    byte[] bytes(String name) {
        return HexFormat.of().parseHex(fields.get(name));
    }

    boolean valid() {
        return fields.get("result").equals("valid");
    }

    @Override
    public String toString() {
        return "case " + fields.get("tcId") + " " + fields.get("comment");
    }
}
