package dev.anole.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do on the console's pages with a mouse, with keys alone, with large type, with colours of their own. */
class ConsolePagesTest {

    private static final int PATIENCE_MILLIS = 20_000;
    private static Scratch directory;
    private static Browser browser;
    private static Up up;
    private static BrowserContext person;

    @BeforeAll
    static void comeIn() throws Exception {
        browser = Browser.start();
        directory = Scratch.make();
        up = Up.start(Tree.own().built().root().resolve("anole"), directory.resolve("data"), Map.of());
        person = browser.person(1440, 1000, "en-US");
        try (Page page = person.newPage()) {
            page.navigate(up.link().toString());
            assertThat(page.locator(".board")).isVisible();
        }
    }

    @AfterAll
    static void leave() throws Exception {
        if (person != null) {
            person.close();
        }
        if (up != null) {
            up.close();
        }
        if (directory != null) {
            directory.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static Page open(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(up.console().resolve(path).toString());
        return page;
    }

    /** Somebody with the same session at another window. */
    private static BrowserContext sameSession(int width, int height, ForcedColors colours) {
        return browser.person(width, height, "en-US", person.storageState(), colours);
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static Locator live(Page page) {
        return page.locator("[data-live]");
    }

    @Test
    void aDragOverAChartZoomsAndBackReturnsToLive() {
        try (Page page = open(person, "/")) {
            assertThat(live(page)).containsText("Live", patiently());
            assertThat(page.locator(".plotbox svg path").first()).isAttached();
            BoundingBox box = page.locator(".plotbox").first().boundingBox();
            double y = box.y + box.height / 2;
            page.mouse().move(box.x + box.width * 0.5, y);
            page.mouse().down();
            page.mouse().move(box.x + box.width * 0.7, y, new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
            assertThat(page.locator(".plotbox .band")).isVisible();
            page.mouse().up();
            assertThat(page).hasURL(Pattern.compile("[?&]from=.*&to="), new PageAssertions.HasURLOptions().setTimeout(PATIENCE_MILLIS));
            assertThat(live(page)).containsText("Go live");
            assertThat(page.locator("[data-range] button[aria-pressed=true]")).hasText("Pick");
            long seconds = ((Number) page.evaluate("(() => { const q = new URLSearchParams(location.search); return (Date.parse(q.get('to')) - Date.parse(q.get('from'))) / 1000; })()")).longValue();
            assertTrue(seconds >= 150 && seconds <= 210, "a fifth of 15 minutes: " + seconds + " s");
            assertEquals(0, ((Number) page.evaluate("(() => { const q = new URLSearchParams(location.search), a = Date.parse(q.get('from')), b = Date.parse(q.get('to')); "
                    + "return [...document.querySelectorAll('.ev')].filter(e => (+e.dataset.at < a || +e.dataset.at > b) && e.offsetParent).length; })()")).intValue(),
                    "what happened at other times is not in the lane");
            page.reload();
            assertThat(live(page)).containsText("Go live", patiently());
            page.goBack();
            assertThat(page).not().hasURL(Pattern.compile("from="));
            assertThat(live(page)).containsText("Live", patiently());
            assertThat(page.locator("[data-range] button[aria-pressed=true]")).hasText("15 min");
        }
    }

    @Test
    void aChartsValuesCanBeReadAsATable() {
        try (Page page = open(person, "/")) {
            assertThat(page.locator(".plotbox svg path").first()).isAttached();
            Locator button = page.locator(".totable").first();
            button.focus();
            assertThat(button).isFocused();
            page.keyboard().press("Enter");
            Locator table = page.getByRole(AriaRole.DIALOG);
            assertThat(table).isVisible();
            assertThat(table.locator("thead th").first()).hasText("Time");
            assertThat(table.locator("tbody tr").first().locator("td").first()).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
            assertThat(table.locator("tbody tr").first().locator("td.num").first()).hasText(Pattern.compile("%|—"));
            page.keyboard().press("Escape");
            assertThat(table).hasCount(0);
            assertThat(button).isFocused();
        }
    }

    @Test
    void theBoxThatFindsEverythingIsOpenedUsedAndLeftByKeysAlone() {
        try (Page page = open(person, "/settings")) {
            Locator box = page.locator("#pal");
            page.keyboard().press("Control+k");
            assertThat(box).isVisible();
            page.keyboard().press("Escape");
            assertThat(box).isHidden();
            page.keyboard().press("/");
            assertThat(box.locator("input")).isFocused();
            page.keyboard().type("host filesys");
            assertThat(box.locator("li[role=option]").first()).containsText("host filesystems", patiently());
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile("/operations/host/filesystems$"), new PageAssertions.HasURLOptions().setTimeout(PATIENCE_MILLIS));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run").setExact(true)).focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#task table tbody tr").first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        }
    }

    @Test
    void aLostStreamIsSaidAndGoesOnByItself() throws Exception {
        try (Page page = open(person, "/")) {
            assertThat(live(page)).containsText("Live", patiently());
            up.consoleProcess().orElseThrow().destroyForcibly();
            assertThat(live(page)).containsText("trying again", patiently());
            assertThat(page.locator(".lostbar.stream")).containsText("No samples since");
            assertThat(live(page)).containsText("Live", patiently());
            assertThat(page.locator(".lostbar")).hasCount(0);
        }
    }

    @Test
    void withTypeOfTwiceTheSizeAndOnTheSmallestPhoneNoPageScrollsSideways() {
        List<String> wide = new ArrayList<>();
        for (int width : new int[] {720, 320}) {   // 1440 at 200 %; 1280 at 400 %
            try (BrowserContext near = sameSession(width, 500, ForcedColors.NONE); Page page = near.newPage()) {
                for (String path : List.of("/", "/operations", "/operations/file/set", "/tasks", "/changes", "/audit", "/settings")) {
                    page.navigate(up.console().resolve(path).toString());
                    int over = ((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).intValue();
                    if (over > 0) {
                        wide.add(path + " at " + width + ": " + over + " px too wide");
                    }
                }
            }
        }
        assertEquals(List.of(), wide);
    }

    @Test
    void inForcedColoursWhatHasTheFocusIsSeen() {
        try (BrowserContext forced = sameSession(1440, 1000, ForcedColors.ACTIVE); Page page = open(forced, "/settings")) {
            assertTrue((Boolean) page.evaluate("matchMedia('(forced-colors: active)').matches"));
            List<String> unseen = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                page.keyboard().press("Tab");
                note(page, unseen);
            }
            page.keyboard().press("Control+k");
            assertThat(page.locator("#pal input")).isFocused();
            note(page, unseen);
            assertEquals(List.of(), unseen);
            assertFalse((Boolean) page.evaluate("document.activeElement === document.body"), "something has the focus");
        }
    }

    private static void note(Page page, List<String> unseen) {
        String how = (String) page.evaluate("(() => { const e = document.activeElement, s = getComputedStyle(e); "
                + "return e === document.body || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? '' : e.outerHTML.slice(0, 120); })()");
        if (!how.isEmpty()) {
            unseen.add(how);
        }
    }
}
