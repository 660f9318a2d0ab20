package dev.anole.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Described;
import dev.anole.operation.Language;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ViewTextTest {
    private static Look look(int columns) {
        return new Look(Language.ENGLISH, false, columns, ZoneOffset.UTC);
    }

    private static String text(View view, Look look) {
        return String.join("\n", new ViewText(look).lines(view));
    }

    /** A row with one of each. */
    public record Row(String name, @Described(en = "resident", zh = "内存", unit = "B") long residentBytes,
                      @Described(en = "CPU", zh = "处理器", unit = "%") double cpu, boolean up, Optional<Duration> age) {
    }

    private static final List<Row> ROWS = List.of(
        new Row("java", 1536 << 20, 12.345, true, Optional.of(Duration.ofMinutes(90))),
        new Row("数据库", 999, 0.04, false, Optional.empty()));

    @Test
    void aTableAlignsItsColumnsAndNamesUnitsOnce() {
        assertEquals("""
            name    resident  CPU %  up     age
            java     1.5 GiB   12.3  yes  1h30m
            数据库     999 B  0.040  no       –""", text(new View.Rows<>(Shape.of(Row.class), ROWS), look(80)));
    }

    @Test
    void theHeadsAreTheLabelsInThePersonsLanguage() {
        String table = text(new View.Rows<>(Shape.of(Row.class), ROWS), new Look(Language.CHINESE, false, 80, ZoneOffset.UTC));
        assertTrue(table.startsWith("name       内存  处理器 %  up    age\njava    1.5 GiB      12.3  是  1h30m\n数据库    999 B     0.040  否      –"), table);
    }

    /** A row whose words are long. */
    public record Wordy(String operation, String reason, String remedy) {
    }

    @Test
    void wordsAreBrokenInsideTheirCellsSoThatNoLineIsWiderThanTheScreen() {
        View view = new View.Rows<>(Shape.of(Wordy.class), List.of(new Wordy("image mount",
            "the kernel has no EROFS file system and cannot load a module for it either", "boot a kernel with CONFIG_EROFS_FS=y")));
        for (int columns = 20; columns < 140; columns += 3) {
            Look look = look(columns);
            for (String line : new ViewText(look).lines(view)) {
                assertTrue(Width.of(line) <= look.columns(), columns + ": " + line);
            }
        }
        assertTrue(text(view, look(60)).contains("CONFIG_EROFS_FS=y"));
    }

    @Test
    void aCellThatIsTooLongIsCutAndSaysSo() {
        View view = new View.Rows<>(Shape.of(Wordy.class), List.of(new Wordy("a", "word ".repeat(200), "c")));
        List<String> lines = new ViewText(look(60)).lines(view);
        assertEquals(1 + Table.CELL_LINES_MAX, lines.size());
        assertTrue(lines.getLast().contains("…"), lines::toString);
    }

    /** A row that no narrow screen holds. */
    public record Wide(long firstNumber, long secondNumber, long thirdNumber, long fourthNumber) {
    }

    @Test
    void columnsThatDoNotFitAreNamed() {
        String table = text(new View.Rows<>(Shape.of(Wide.class), List.of(new Wide(1, 2, 3, 4))), look(40));
        assertTrue(table.endsWith("not shown in this width: third number,\nfourth number"), table);
    }

    /** A row whose last column says what it is about. */
    public record Process(long pid, long firstNumber, long secondNumber, String name) {
    }

    @Test
    void whatARowIsAboutStaysLongest() {
        List<String> lines = new ViewText(look(30)).lines(new View.Rows<>(Shape.of(Process.class), List.of(new Process(1, 2, 3, "systemd"))));
        assertEquals(List.of("pid  first number  name", "  1             2  systemd", "not shown in this width:", "second number"), lines);
    }

    @Test
    void inAPipeNothingIsCutOrBroken() {
        String reason = "word ".repeat(500).strip();
        String table = text(new View.Rows<>(Shape.of(Wordy.class), List.of(new Wordy("a", reason, "c"))), look(Look.UNBROKEN));
        assertTrue(table.contains(reason));
    }

    @Test
    void hostileTextIsWrittenOut() {
        String evil = "\u001b]0;owned\u0007\u001b[31mred\r\nnext\u202egnp.exe\u009b2J\u2028\ud800";
        for (View view : List.of(new View.Sentence(Text.same(evil)), new View.Facts(List.of(new View.Fact(Text.same(evil), evil))),
                new View.Rows<>(Shape.of(Wordy.class), List.of(new Wordy(evil, evil, evil))),
                new View.Tree(new View.Node(evil, List.of(new View.Fact(Text.same("n"), evil)), List.of())),
                new View.Lines(List.of(evil)), new View.Conflict(evil, evil, evil, evil),
                new View.Diff(List.of(new View.FileDiff(evil, List.of(Text.same(evil)),
                    List.of(new View.DiffLine(View.Mark.ADDED, OptionalInt.empty(), OptionalInt.of(1), evil))))),
                new View.Group(List.of(new View.Section(Text.same(evil), new View.Lines(List.of())))))) {
            for (String line : new ViewText(look(Look.UNBROKEN)).lines(view)) {
                assertTrue(line.chars().noneMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x202e || c == 0x2028
                    || Character.isSurrogate((char) c)), () -> view.getClass() + ": " + line);
            }
        }
        assertEquals("\\x1b]0;owned\\x07", Plain.line("\u001b]0;owned\u0007"));
        assertEquals("a\\u202eb", Plain.line("a\u202eb"));
        assertEquals("龙蜥 ok", Plain.line("龙蜥 ok"));
    }

    @Test
    void aTreeIsDrawnWithItsBranches() {
        View.Node leaf = new View.Node("leaf", List.of(), List.of());
        View.Node inner = new View.Node("inner", List.of(new View.Fact(Text.same("pid"), "7")), List.of(leaf, leaf));
        assertEquals("""
            root
            ├─ inner  pid 7
            │  ├─ leaf
            │  └─ leaf
            └─ leaf""", text(new View.Tree(new View.Node("root", List.of(), List.of(inner, leaf))), look(80)));
    }

    @Test
    void aDiffHasBothNumbersAndAPlusOrMinus() {
        View.FileDiff file = new View.FileDiff("/etc/hosts", List.of(Text.same("mode 0644")), List.of(
            new View.DiffLine(View.Mark.SKIPPED, OptionalInt.empty(), OptionalInt.empty(), "8 lines"),
            new View.DiffLine(View.Mark.SAME, OptionalInt.of(9), OptionalInt.of(9), "same"),
            new View.DiffLine(View.Mark.REMOVED, OptionalInt.of(10), OptionalInt.empty(), "old"),
            new View.DiffLine(View.Mark.ADDED, OptionalInt.empty(), OptionalInt.of(10), "new")));
        assertEquals("""
            /etc/hosts
              mode 0644
                  ⋯ 8 lines
             9  9   same
            10    - old
               10 + new""", text(new View.Diff(List.of(file)), look(80)));
        String coloured = String.join("\n", new ViewText(new Look(Language.ENGLISH, true, 80, ZoneOffset.UTC)).lines(new View.Diff(List.of(file))));
        assertTrue(coloured.contains("\u001b[32m+ new\u001b[0m") && coloured.contains("\u001b[31m- old\u001b[0m"), coloured);
    }

    @Test
    void aConflictShowsThreeStatesBesideEachOtherWhereThereIsRoom() {
        View view = new View.Conflict("vm.swappiness", "60", "10", "30");
        assertTrue(text(view, look(100)).contains("60" + " ".repeat(29) + " │ 10"), text(view, look(100)));
        assertEquals("vm.swappiness\nbefore\n  60\nours\n  10\nnow\n  30", text(view, look(60)));
    }

    /** A record with everything. */
    public record Everything(String name, List<Wordy> rows, Map<String, Integer> counts, Inner inner, Optional<String> none, Instant at) {
        /** Inside. */
        public record Inner(String deep) {
        }
    }

    @Test
    void anyRecordHasAPicture() {
        Everything e = new Everything("x", List.of(new Wordy("a", "b", "c")), Map.of("k", 3), new Everything.Inner("d"), Optional.empty(),
            Instant.parse("2026-01-31T09:30:00Z"));
        String drawn = text(new Pictures(look(80)).of(e), look(80));
        for (String part : List.of("name", "x", "operation", "counts", "k  3", "deep", "–", "2026-01-31 09:30:00")) {
            assertTrue(drawn.contains(part), () -> part + " is missing in\n" + drawn);
        }
    }

    @Test
    void chineseTextBreaksBetweenCharactersButNotBeforeAComma() {
        List<String> lines = Wrap.lines("没有名为某某的操作，请参见帮助，谢谢您的使用", 18);
        assertTrue(lines.size() > 1);
        assertTrue(lines.stream().allMatch(l -> Width.of(l) <= 18), lines::toString);
        assertFalse(lines.stream().anyMatch(l -> l.startsWith("，")), lines::toString);
        assertEquals("没有名为某某的操作，请参见帮助，谢谢您的使用", String.join("", lines));
    }
}
