package dev.anole.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a test run came to, from the reports that Surefire wrote: a line a module, every failed test, and every skipped
 * one under its reason. A module that has tests and ran none counts as failed, because nothing was shown.
 */
public final class TestSummary {

    /** A reason longer than this is cut; it is a sentence, not a log. */
    private static final int REASON_LENGTH = 160;

    private final Map<String, Counts> modules = new TreeMap<>();
    private final Map<String, Counts> reasons = new TreeMap<>();
    private final Map<String, String> failed = new TreeMap<>();
    private final List<String> idle = new ArrayList<>();

    /**
     * How many tests there were and what became of them.
     *
     * @param run     all of them
     * @param failed  those with a failure or an error
     * @param skipped those that gave a reason not to run
     * @param seconds their time
     */
    record Counts(int run, int failed, int skipped, double seconds) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(run + other.run, failed + other.failed, skipped + other.skipped, seconds + other.seconds);
        }
    }

    /**
     * Prints the summary; exits with 1 if a test failed or if there was none at all.
     *
     * @param args the source tree's root
     */
    public static void main(String[] args) throws IOException {
        var summary = of(Path.of(args[0]));
        System.out.print(summary.text());
        System.exit(summary.good() ? 0 : 1);
    }

    /** Reads the reports of every module: those lie one or two directories below {@code root}, as wing and room. */
    static TestSummary of(Path root) throws IOException {
        var summary = new TestSummary();
        for (Path directory : directoriesIn(root)) {
            summary.readModule(root, directory);
            for (Path room : directoriesIn(directory)) {
                summary.readModule(root, room);
            }
        }
        return summary;
    }

    private static List<Path> directoriesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> Files.isDirectory(file) && !file.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private void readModule(Path root, Path module) throws IOException {
        Path reports = module.resolve("target/surefire-reports");
        if (Files.isDirectory(reports)) {
            try (var files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
                for (Path report : files) {
                    read(root.relativize(module).toString(), report);
                }
            }
        }
    }

    private void read(String module, Path report) throws IOException {
        try (InputStream in = Files.newInputStream(report)) {
            var factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String test = "";
            double seconds = 0;
            String reason = "";
            boolean broken = false;
            boolean skipped = false;
            String suite = "";
            int tests = 0;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        switch (xml.getLocalName()) {
                            case "testsuite" -> suite = attribute(xml, "name");
                            case "testcase" -> {
                                tests++;
                                test = attribute(xml, "classname") + "." + attribute(xml, "name");
                                seconds = Double.parseDouble("0" + attribute(xml, "time").replace(",", ""));
                                broken = false;
                                skipped = false;
                            }
                            case "failure", "error" -> {
                                broken = true;
                                reason = attribute(xml, "message");
                            }
                            case "skipped" -> {
                                skipped = true;
                                // Surefire gives the reason as an attribute or, with a stack below it, as text.
                                String message = attribute(xml, "message");
                                reason = message.isBlank() ? xml.getElementText().split("\n\\s+at ", 2)[0] : message;
                            }
                            default -> { } // Properties and captured output say nothing of the outcome.
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (xml.getLocalName().equals("testcase")) {
                            count(module, test, new Counts(1, broken ? 1 : 0, skipped ? 1 : 0, seconds), reason);
                        }
                    }
                    default -> { }
                }
            }
            if (tests == 0) {
                idle.add(suite);
            }
        } catch (XMLStreamException e) {
            throw new IOException(report + " is not a whole report: " + e.getMessage(), e);
        }
    }

    private void count(String module, String test, Counts one, String reason) {
        modules.merge(module, one, Counts::plus);
        if (one.failed() > 0) {
            failed.put(test, sentence(reason));
        } else if (one.skipped() > 0) {
            reasons.merge(sentence(reason), one, Counts::plus);
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** The reason on one line, without the names of exceptions that JUnit puts before it. */
    static String sentence(String reason) {
        String line = reason.strip().replaceAll("\\s+", " ").replaceFirst("^(org\\.opentest4j\\.\\w+: )?(Assumption failed: )?", "");
        if (line.isEmpty()) {
            return "(no reason given)";
        }
        return line.length() > REASON_LENGTH ? line.substring(0, REASON_LENGTH) + "…" : line;
    }

    boolean good() {
        return total().run() > 0 && total().failed() == 0;
    }

    Counts total() {
        return modules.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    String text() {
        var text = new StringBuilder("\n%-28s %7s %7s %8s %9s%n".formatted("module", "tests", "failed", "skipped", "seconds"));
        modules.forEach((module, counts) -> row(text, module, counts));
        row(text, "all", total());
        if (!reasons.isEmpty()) {
            text.append("\nskipped, because\n");
            reasons.entrySet().stream().sorted(Map.Entry.comparingByValue((a, b) -> b.skipped() - a.skipped()))
                    .forEach(reason -> text.append("%5d  %s%n".formatted(reason.getValue().skipped(), reason.getKey())));
        }
        if (!idle.isEmpty()) {
            text.append("\ngave up before their first test, so Surefire recorded no reason\n");
            idle.forEach(suite -> text.append("  ").append(suite).append('\n'));
        }
        if (!failed.isEmpty()) {
            text.append("\nfailed\n");
            failed.forEach((test, why) -> text.append("  ").append(test).append(": ").append(why).append('\n'));
        }
        Counts all = total();
        text.append("\nTests run: %d, Failures: %d, Skipped: %d%n".formatted(all.run(), all.failed(), all.skipped()));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Counts counts) {
        text.append("%-28s %7d %7d %8d %9.1f%n".formatted(name, counts.run(), counts.failed(), counts.skipped(), counts.seconds()));
    }

    List<String> failures() {
        return List.copyOf(failed.keySet());
    }
}
