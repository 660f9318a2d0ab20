package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.page.PageContext.Theme;
import dev.anole.operation.Component;
import dev.anole.operation.Language;
import dev.anole.operation.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormHtmlTest {
    private static final Shape<FixtureOperations.Everything> SHAPE = Shape.of(FixtureOperations.Everything.class);

    private static String fields(Map<String, List<String>> given) {
        return FormHtml.fields(Fixtures.context(Language.ENGLISH, Theme.LIGHT, "/"), SHAPE, given, "", "").render();
    }

    /** What a browser sends of a form that nobody has touched, and then of the values that are typed into it. */
    private static Map<String, List<String>> sent(String html, Map<String, String> typed) {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        Matcher input = Pattern.compile("<input([^>]*)>").matcher(html);
        while (input.find()) {
            String name = attribute(input.group(1), "name");
            if (!input.group(1).contains("type=\"checkbox\"") || input.group(1).contains(" checked")) {
                sent.computeIfAbsent(name, _ -> new java.util.ArrayList<>()).add(attribute(input.group(1), "value"));
            }
        }
        Matcher area = Pattern.compile("<textarea([^>]*)>\n?([^<]*)</textarea>").matcher(html);
        while (area.find()) {
            sent.put(attribute(area.group(1), "name"), List.of(area.group(2)));
        }
        Matcher select = Pattern.compile("<select([^>]*)>(.*?)</select>").matcher(html);
        while (select.find()) {
            Matcher option = Pattern.compile("<option([^>]*)>").matcher(select.group(2));
            String value = "";
            while (option.find()) {
                value = option.group(1).contains(" selected") ? attribute(option.group(1), "value") : value;
            }
            sent.put(attribute(select.group(1), "name"), List.of(value));
        }
        typed.forEach((name, value) -> sent.put(name, List.of(value)));
        return sent;
    }

    private static String attribute(String attributes, String name) {
        Matcher m = Pattern.compile("\\s" + name + "(?:=\"([^\"]*)\")?").matcher(attributes);
        return m.find() && m.group(1) != null ? m.group(1).replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&") : "";
    }

    @Test
    void anUntouchedFormGivesTheDefaultsOfItsShape() {
        Map<String, String> needed = Map.of("file", "/etc/hosts", "share", "50", "password", "secret");
        FixtureOperations.Everything sent = SHAPE.parse(sent(fields(Map.of()), needed));
        FixtureOperations.Everything made = SHAPE.parse(Map.of("file", List.of("/etc/hosts"), "share", List.of("50"), "password", List.of("secret")));
        assertEquals(made, sent);
    }

    @Test
    void whatWasTypedStandsInTheFormAgain() {
        Map<String, List<String>> given = Map.of("file", List.of("/a b"), "share", List.of("12.5"), "limit", List.of("99"), "force", List.of("true"), "patient", List.of("false"),
            "level", List.of("very-high"), "levels", List.of("low"), "without", List.of("/x", "/y"), "labels", List.of("k=v"), "name", List.of("it's \"quoted\" & <b>"));
        FixtureOperations.Everything sent = SHAPE.parse(sent(fields(given), Map.of("password", "p", "name", "it's \"quoted\" & <b>")));
        Map<String, List<String>> expected = new LinkedHashMap<>(given);
        expected.put("password", List.of("p"));
        assertEquals(SHAPE.parse(expected), sent);
    }

    @Test
    void aSecretIsHiddenAndNeverWrittenBack() {
        String html = fields(Map.of("password", List.of("hunter2")));
        assertFalse(html.contains("hunter2"));
        assertTrue(Pattern.compile("<input type=\"password\" id=\"f-password\" name=\"password\" autocomplete=\"off\" required").matcher(html).find());
    }

    @Test
    void boundsAndUnitsAreTheBrowsersToCheck() {
        String html = fields(Map.of());
        assertTrue(html.contains("type=\"number\" id=\"f-limit\" name=\"limit\" step=\"1\" value min=\"1\" max=\"100\" placeholder=\"10\""), html);
        assertTrue(html.contains("<em>%</em>"));
        assertTrue(html.contains("1 to 100, default 10"));
    }

    @Test
    void everyComponentHasItsField() {
        String html = fields(Map.of());
        for (Component c : SHAPE.components()) {
            assertTrue(html.contains("data-name=\"" + c.name() + "\""), c.name());
            assertTrue(html.contains(" name=\"" + c.name() + "\""), c.name());
        }
    }

    @Test
    void whatMustBeGivenComesFirst() {
        String html = fields(Map.of());
        assertTrue(html.indexOf("f-file\"") < html.indexOf("f-share\"") && html.indexOf("f-password\"") < html.indexOf("f-limit\""));
    }
}
