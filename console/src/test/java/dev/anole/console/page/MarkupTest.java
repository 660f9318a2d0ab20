package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the markup of every page, in both languages, whatever the host calls its processes. */
class MarkupTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)((?:\\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\\s*/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\")?");

    static Stream<FixturePages.Rendered> pages() {
        return FixturePages.all();
    }

    private static List<String> all(String html, String tag, String attribute) {
        List<String> values = new ArrayList<>();
        Matcher m = TAG.matcher(html);
        while (m.find()) {
            if (m.group(1).isEmpty() && (tag.equals("*") || m.group(2).equals(tag))) {
                Matcher a = ATTRIBUTE.matcher(m.group(3));
                while (a.find()) {
                    if (a.group(1).equals(attribute)) {
                        values.add(a.group(2) == null ? "" : a.group(2));
                    }
                }
            }
        }
        return values;
    }

    private static int count(String html, String tag) {
        Matcher m = Pattern.compile("<" + tag + "[\\s>]").matcher(html);
        int n = 0;
        while (m.find()) {
            n++;
        }
        return n;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLessThanSignBeginsATagOfOurs(FixturePages.Rendered page) {
        // Were a name of the host written unescaped, it would bring a tag that is not well formed, or one of these.
        String rest = TAG.matcher(page.html().replace("<!doctype html>", "")).replaceAll("");
        assertEquals(-1, rest.indexOf('<'), () -> page + ": " + rest.substring(Math.max(0, rest.indexOf('<') - 40), Math.min(rest.length(), rest.indexOf('<') + 80)));
        assertFalse(page.html().contains("<script>"), page::toString);
        assertFalse(page.html().contains("\u001b") || page.html().contains("\u202e"), page::toString);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tagsAreClosedInOrder(FixturePages.Rendered page) {
        List<String> open = new ArrayList<>();
        Matcher m = TAG.matcher(page.html());
        while (m.find()) {
            String name = m.group(2);
            if (Html.VOID.contains(name) || Html.DRAWN.contains(name) || m.group().endsWith("/>")) {
                continue;
            }
            if (m.group(1).isEmpty()) {
                open.add(name);
            } else {
                assertEquals(open.removeLast(), name, () -> page + " at …" + page.html().substring(Math.max(0, m.start() - 120), m.end()));
            }
        }
        assertTrue(open.isEmpty(), () -> page + " leaves open " + open);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void oneHeadingOneMainAndTheLanguage(FixturePages.Rendered page) {
        assertEquals(1, count(page.html(), "h1"), page::toString);
        assertEquals(1, count(page.html(), "main"), page::toString);
        assertEquals(List.of(page.language().tag()), all(page.html(), "html", "lang"));
        assertEquals(1, count(page.html(), "title"), page::toString);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void nothingNeedsAnInlineScriptOrStyle(FixturePages.Rendered page) {
        assertEquals(List.of(), all(page.html(), "*", "style"), page::toString);
        assertEquals(0, count(page.html(), "style"), page::toString);
        assertTrue(all(page.html(), "script", "src").stream().allMatch(s -> s.startsWith("/static/")), page::toString);
        assertEquals(count(page.html(), "script"), all(page.html(), "script", "src").size(), page::toString);
        assertFalse(Pattern.compile("\\shx-on|\\son[a-z]+=").matcher(page.html()).find(), page::toString);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void idsAreUniqueAndLabelsFindTheirFields(FixturePages.Rendered page) {
        List<String> ids = all(page.html(), "*", "id");
        assertEquals(ids.size(), new HashSet<>(ids).size(), () -> page + " repeats an id: " + ids);
        Set<String> known = new HashSet<>(ids);
        for (String attribute : List.of("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "form")) {
            for (String target : all(page.html(), "*", attribute)) {
                assertTrue(known.contains(target), () -> page + ": " + attribute + "=" + target + " finds nothing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyControlHasAName(FixturePages.Rendered page) {
        Set<String> labelled = new HashSet<>(all(page.html(), "label", "for"));
        Matcher control = Pattern.compile("<(input|select|textarea)([^>]*)>").matcher(page.html());
        while (control.find()) {
            String attributes = control.group(2);
            if (attributes.contains("type=\"hidden\"")) {
                continue;
            }
            Matcher id = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(attributes);
            String before = page.html().substring(0, control.start());
            boolean inLabel = before.lastIndexOf("<label") > before.lastIndexOf("</label");
            assertTrue(attributes.contains("aria-label=") || inLabel || id.find() && labelled.contains(id.group(1)),
                () -> page + ": " + control.group());
        }
        Matcher button = Pattern.compile("<(button|a)([^>]*)>(.*?)</\\1>", Pattern.DOTALL).matcher(page.html());
        while (button.find()) {
            String words = button.group(3).replaceAll("<[^>]*>", "").strip();
            assertTrue(!words.isEmpty() || button.group(2).contains("aria-label=\""), () -> page + ": " + button.group());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFormThatChangesSomethingCarriesTheToken(FixturePages.Rendered page) {
        if (page.address().startsWith("/login")) {
            return;
        }
        Matcher form = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL).matcher(page.html());
        while (form.find()) {
            if (form.group(1).contains("method=\"post\"")) {
                assertTrue(form.group(2).contains("name=\"_csrf\" value=\"c5rf-0123456789\""), () -> page + ": " + form.group(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noFigureOfTheMockAndNoPlaceholderReachesAPage(FixturePages.Rendered page) {
        assertFalse(page.html().contains("null") || page.html().contains("NaN") || page.html().contains("Optional["), page::toString);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void chineseAndLatinStandApart(FixturePages.Rendered page) {
        if (page.language() != Language.CHINESE) {
            return;
        }
        // What the fixtures put in as names is not ours to space; only words of the pages are looked at.
        String words = page.html().replaceAll("<[^>]*>", "\n").replace("恶意.service", "").replace("最后一行", "");
        Matcher touching = Pattern.compile("[\\u4e00-\\u9fff][A-Za-z0-9]|[A-Za-z0-9][\\u4e00-\\u9fff]").matcher(words);
        assertFalse(touching.find(), () -> page + ": " + words.substring(Math.max(0, touching.start() - 20), Math.min(words.length(), touching.end() + 20)));
    }
}
