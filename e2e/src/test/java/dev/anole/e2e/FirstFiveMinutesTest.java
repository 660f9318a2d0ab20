package dev.anole.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A new user's story, in a browser, from {@code ./anole up} on. */
class FirstFiveMinutesTest {

    private static final String BEFORE = "colour = green\nlimit = 10\n";

    /** What a page complained about: a script's error, a refused request, a rule of the content security policy. */
    private final List<String> complaints = new ArrayList<>();

    @Test
    void aNewUserLogsInSeesTheHostRunsAnOperationMakesAChangeAndTakesItBackInEnglish() throws Exception {
        story(1440, 1000, "en-US", new Words("Run", "Preview", "Apply", "Undo", "Audit", "Operations", "logged in", "file set", "主机"));
    }

    @Test
    void theSameStoryWorksOnAPhoneInChinese() throws Exception {
        story(390, 844, "zh-CN", new Words("运行", "预览", "应用", "撤销", "审计", "操作", "登录", "file set", "Host"));
    }

    /** The words that stand on what the story touches, and one of the other language's. */
    private record Words(String run, String preview, String apply, String undo, String audit, String operations, String loggedIn, String change,
                         String otherLanguage) {}

    private void story(int width, int height, String language, Words words) throws Exception {
        String name = width + "-" + language.substring(0, 2) + "-";
        try (Scratch directory = Scratch.make();
             Browser browser = Browser.start();
             Up up = Up.start(Tree.own().built().root().resolve("anole"), directory.resolve("data"), Map.of());
             BrowserContext person = browser.person(width, height, language)) {
            Path edited = Files.writeString(directory.resolve("painted.conf"), BEFORE);
            Page page = person.newPage();
            listen(page);
            page.navigate(up.link().toString());
            hostPageMoves(page, name);
            theLinkLetsNobodyElseIn(browser, up);
            runAnOperation(page, up, words, name);
            changeAndUndo(page, up, words, edited, name);
            seeItInTheAuditLog(page, up, words, name);
            switchLanguage(page, up, words, name);
            assertEquals(List.of(), complaints);
        }
    }

    private void listen(Page page) {
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
    }

    private static void hostPageMoves(Page page, String name) {
        assertThat(page.locator(".board")).isVisible();
        Locator curves = page.locator(".plotbox svg path");
        assertThat(curves.first()).isAttached();
        page.waitForTimeout(3000);
        List<String> then = drawn(curves);
        page.waitForTimeout(3000);
        assertNotEquals(then, drawn(curves), "charts move");
        assertEquals(page.evaluate("document.documentElement.clientWidth"), page.evaluate("document.documentElement.scrollWidth"), "no sideways scroll");
        Browser.picture(page, name + "1-host");
    }

    private static void theLinkLetsNobodyElseIn(Browser browser, Up up) {
        try (BrowserContext other = browser.person(800, 600, "en-US")) {
            Page page = other.newPage();
            page.navigate(up.link().toString());
            assertThat(page.locator(".board")).hasCount(0);
            page.navigate(up.console().toString());
            assertThat(page.locator(".board")).hasCount(0);
        }
    }

    private static List<String> drawn(Locator curves) {
        var shapes = new ArrayList<String>();
        for (Locator curve : curves.all()) {
            shapes.add(String.valueOf(curve.getAttribute("d")));
        }
        return shapes;
    }

    private static void runAnOperation(Page page, Up up, Words words, String name) {
        page.navigate(up.console().resolve("/operations/host/filesystems").toString());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words.run()).setExact(true)).click();
        assertThat(page.locator("#task table tbody tr").first()).isVisible();
        assertThat(page.locator("#task").getByText("/", new Locator.GetByTextOptions().setExact(true)).first()).isVisible();
        Browser.picture(page, name + "2-operation");
    }

    private static void changeAndUndo(Page page, Up up, Words words, Path edited, String name) throws Exception {
        page.navigate(up.console().resolve("/operations/file/set").toString());
        page.locator("input[name=path]").fill(edited.toString());
        page.locator("input[name=set]").first().fill("colour=blue");
        assertThat(page.locator("#cmd")).hasText("anole file set --set colour=blue " + edited);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words.preview()).setExact(true)).click();
        assertThat(page.locator("#task")).containsText("colour = blue");
        assertEquals(BEFORE, Files.readString(edited), "a preview changes nothing");
        Browser.picture(page, name + "3-preview");
        page.locator("#task").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + words.apply()))).click();
        Locator undo = page.locator("#task").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + words.undo())));
        assertThat(undo).isVisible();
        assertEquals(BEFORE.replace("green", "blue"), Files.readString(edited));
        Browser.picture(page, name + "4-applied");
        undo.click();
        for (int i = 0; i < 100 && !Files.readString(edited).equals(BEFORE); i++) {
            page.waitForTimeout(100);
        }
        assertEquals(BEFORE, Files.readString(edited), "the change was taken back");
        page.navigate(up.console().resolve("/changes").toString());
        assertThat(page.locator("main")).containsText(edited.getFileName().toString());
        Browser.picture(page, name + "5-changes");
    }

    private static void seeItInTheAuditLog(Page page, Up up, Words words, String name) {
        page.navigate(up.console().resolve("/audit").toString());
        Locator rows = page.locator("table.audit tbody");
        assertThat(rows).containsText(words.loggedIn());
        assertThat(rows).containsText("host filesystems");
        assertThat(rows).containsText(words.change());
        Browser.picture(page, name + "6-audit");
    }

    private static void switchLanguage(Page page, Up up, Words words, String name) {
        page.navigate(up.console().toString());
        String before = page.locator("html").getAttribute("lang");
        page.locator("button[name=language]:visible").first().click();
        assertThat(page.locator("html")).not().hasAttribute("lang", before);
        assertTrue(page.content().contains(words.otherLanguage()), "the page speaks the other language");
        Browser.picture(page, name + "7-other-language");
    }
}
