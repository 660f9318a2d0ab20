package dev.anole.console.page;

import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.el;
import static dev.anole.console.page.Html.href;
import static dev.anole.console.page.Html.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void markupInWordsStaysWords() {
        assertEquals("<p title=\"&quot;&gt;&lt;b&gt;\">&lt;script&gt;alert(&#39;1&#39;)&amp;</p>",
            el("p", at("title", "\"><b>"), text("<script>alert('1')&")).render());
    }

    @Test
    void controlCharactersAndTurnsOfDirectionAreShownAsSigns() {
        assertEquals("\\x1b[31m\\x00\ufffdgnp.exe\\x9b", text("\u001b[31m\0\u202egnp.exe\u009b").render());
    }

    @Test
    void halfOfAPairIsNotPassedOn() {
        assertEquals("\ufffda🦎\ufffd", text("\udc00a🦎\ud83d").render());
    }

    @Test
    void noAttributeRunsCodeOrLeavesTheConsole() {
        assertThrows(IllegalArgumentException.class, () -> at("onclick", "x()"));
        assertThrows(IllegalArgumentException.class, () -> at("style", "color:red"));
        for (String address : new String[] {"javascript:alert(1)", "https://example.org/", "//example.org/", "/\\example.org"}) {
            assertThrows(IllegalArgumentException.class, () -> href(address), address);
        }
    }

    @Test
    void elementsOfADrawingCloseThemselvesAndThoseOfHtmlDoNot() {
        assertEquals("<br>", el("br").render());
        assertEquals("<svg><rect width=\"3\"/></svg>", el("svg", el("rect", at("width", "3"))).render());
    }
}
