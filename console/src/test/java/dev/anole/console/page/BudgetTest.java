package dev.anole.console.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page may weigh, compressed. */
class BudgetTest {
    private static final int HTML_MAX = 25 << 10;
    private static final int CSS_MAX = 10 << 10;
    private static final int JS_MAX = 20 << 10;
    private static final int HTMX_MAX = 17 << 10;

    private static int compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }

    static java.util.stream.Stream<FixturePages.Rendered> pages() {
        return FixturePages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageIsHeavierThanItsBudget(FixturePages.Rendered page) {
        int size = compressed(page.html().getBytes(StandardCharsets.UTF_8));
        assertTrue(size <= HTML_MAX, page + " has " + size + " bytes");
    }

    @Test
    void sheetAndScriptKeepTheirBudgets() {
        int css = compressed(ContrastTest.resource("style.css").getBytes(StandardCharsets.UTF_8));
        int js = compressed(ContrastTest.resource("console.js").getBytes(StandardCharsets.UTF_8));
        assertTrue(css <= CSS_MAX, "style.css has " + css + " bytes");
        assertTrue(js <= JS_MAX, "console.js has " + js + " bytes");
    }

    @Test
    void htmxIsAboutAsLargeAsMeasured() throws IOException {
        try (InputStream in = BudgetTest.class.getResourceAsStream("/META-INF/resources/webjars/htmx.org/2.0.7/dist/htmx.min.js")) {
            int size = compressed(in.readAllBytes());
            assertTrue(size <= HTMX_MAX, "htmx has " + size + " bytes");
        }
    }
}
