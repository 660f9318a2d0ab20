package dev.anole.operation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * What a person has configured: a flag, then the environment ({@code ANOLE_CONSOLE_PORT}), then
 * {@code /etc/anole/*.toml} in the order of their names, then the default. Each value remembers where it came from.
 * Everything is checked before anything is used: an unknown section, an unknown key and a value out of its bounds are
 * refused with their file and line.
 */
public final class Configuration {
    /** Largest configuration file that is read, in bytes. */
    public static final long FILE_MAX = 1 << 20;
    /** Files of the directory that are read. */
    public static final int FILES_MAX = 64;

    /** A section of the files, with the record it fills. */
    public record Section<C extends Record>(String name, Shape<C> shape) {
    }

    /**
     * One value with its origin.
     *
     * @param section the section, such as {@code console}
     * @param key     the key, such as {@code port}
     * @param value   the value as it would be written; dots for a secret
     * @param origin  {@code flag --port}, {@code ANOLE_CONSOLE_PORT}, {@code /etc/anole/site.toml:3} or {@code default}
     */
    public record Entry(String section, String key, String value, String origin) {
    }

    private record Given(List<String> texts, String origin) {
    }

    private final Map<String, Section<?>> sections;
    private final Map<String, Map<String, Given>> given = new HashMap<>();
    private final Map<String, Record> values = new LinkedHashMap<>();

    private Configuration(List<Section<?>> sections) {
        this.sections = sections.stream().collect(Collectors.toMap(Section::name, s -> s, (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * Reads and checks everything.
     *
     * @param sections    all that may be configured
     * @param flags       by section and option: what was given on the command line
     * @param environment the process's environment
     * @param directory   where the files are; it need not exist
     * @throws OperationException of kind USAGE naming the file and line, variable or flag
     */
    public static Configuration load(List<Section<?>> sections, Map<String, Map<String, String>> flags,
            Map<String, String> environment, Path directory) {
        Configuration made = new Configuration(sections);
        for (Path file : files(directory)) {
            made.readFile(file);
        }
        made.readEnvironment(environment);
        flags.forEach((section, options) -> options.forEach((key, value) ->
            made.give(section, key, new Given(List.of(value), "flag --" + key))));
        made.sections.values().forEach(s -> made.values.put(s.name(), made.resolve(s)));
        return made;
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.toml")) {
            stream.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        if (files.size() > FILES_MAX) {
            throw OperationException.usage(Text.of("more than " + FILES_MAX + " files in " + directory, directory + " 中的文件超过 " + FILES_MAX + " 个"),
                Text.of("join some of them", "请合并其中一些"));
        }
        files.sort(null);
        return files;
    }

    private static OperationException unreadable(Path path, IOException e) {
        return new OperationException(OperationException.Kind.USAGE,
            Text.of(path + " cannot be read: " + e.getMessage(), path + " 无法读取：" + e.getMessage()),
            Text.of("see to its rights, or take it away", "请检查其权限，或将其移走"), e);
    }

    private void readFile(Path file) {
        TomlParseResult toml;
        try {
            if (Files.size(file) > FILE_MAX) {
                throw wrong(file + ": larger than " + FILE_MAX + " bytes", file + "：大于 " + FILE_MAX + " 字节");
            }
            toml = Toml.parse(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw wrong(file + ":" + first.position().line() + ": " + first.getMessage(), file + ":" + first.position().line() + "：" + first.getMessage());
        }
        for (String section : toml.keySet()) {
            String at = file + ":" + line(toml, section);
            if (!sections.containsKey(section) || !(toml.get(List.of(section)) instanceof TomlTable table)) {
                throw wrong(at + ": there is no section [" + section + "]; there are " + String.join(", ", sections.keySet()),
                    at + "：没有 [" + section + "] 这一节；可用的有 " + String.join("、", sections.keySet()));
            }
            for (String key : table.keySet()) {
                give(section, key, new Given(texts(table.get(List.of(key))), file + ":" + line(table, key)));
            }
        }
    }

    private static int line(TomlTable table, String key) {
        return Optional.ofNullable(table.inputPositionOf(List.of(key))).map(p -> p.line()).orElse(1);
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case TomlArray array -> array.toList().stream().map(String::valueOf).toList();
            case TomlTable table -> table.keySet().stream().map(k -> k + "=" + table.get(List.of(k))).toList();
            default -> List.of(String.valueOf(value));
        };
    }

    private void readEnvironment(Map<String, String> environment) {
        for (Section<?> section : sections.values()) {
            for (Component c : section.shape().components()) {
                String variable = "ANOLE_" + (section.name() + "_" + c.option()).toUpperCase(Locale.ROOT).replace('-', '_');
                Optional.ofNullable(environment.get(variable))
                    .ifPresent(value -> give(section.name(), c.option(), new Given(List.of(value), variable)));
            }
        }
    }

    private void give(String section, String key, Given value) {
        Section<?> known = sections.get(section);
        if (known == null || known.shape().component(key).isEmpty()) {
            String keys = known == null ? "" : known.shape().components().stream().map(Component::option).collect(Collectors.joining(", "));
            throw wrong(value.origin() + ": [" + section + "] has no key \"" + key + "\"; it has " + keys,
                value.origin() + "：[" + section + "] 没有键“" + key + "”；可用的有 " + keys);
        }
        given.computeIfAbsent(section, _ -> new TreeMap<>()).put(known.shape().component(key).get().name(), value);
    }

    private Record resolve(Section<?> section) {
        Map<String, Given> mine = given.getOrDefault(section.name(), Map.of());
        Map<String, List<String>> strings = new HashMap<>();
        mine.forEach((key, value) -> strings.put(key, value.texts()));
        try {
            return section.shape().parse(strings);
        } catch (InvalidValue e) {
            String origin = Optional.ofNullable(mine.get(e.where())).map(Given::origin).orElse("[" + section.name() + "]");
            throw wrong(origin + ": " + e.getMessage(), origin + "：" + e.where() + "：" + e.reason().zh());
        }
    }

    private static OperationException wrong(String en, String zh) {
        return OperationException.usage(Text.of(en, zh), Text.of("see anole config show", "参见 anole config show"));
    }

    /** The values of a section. */
    public <C extends Record> C get(String section, Class<C> type) {
        return type.cast(values.get(section));
    }

    /** All values with their origins, section by section. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Section<?> section : sections.values()) {
            Record record = values.get(section.name());
            for (Component c : section.shape().components()) {
                Given from = given.getOrDefault(section.name(), Map.of()).get(c.name());
                Object value = c.value(record);
                entries.add(new Entry(section.name(), c.option(), written(value), from == null ? "default" : from.origin()));
            }
        }
        return entries;
    }

    private static String written(Object value) {
        return switch (value) {
            case Optional<?> o -> o.map(Configuration::written).orElse("");
            case List<?> list -> list.stream().map(Configuration::written).collect(Collectors.joining(", "));
            case Enum<?> constant -> Kind.Choice.nameOf(constant);
            case java.time.Duration span -> Spans.format(span);
            default -> value.toString();
        };
    }
}
