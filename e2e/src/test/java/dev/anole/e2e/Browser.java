package dev.anole.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ForcedColors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Chromium that the distribution brings, driven by Playwright; nothing is downloaded. */
final class Browser implements AutoCloseable {

    private static final List<Path> CHROMIUM = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Starts it; the test is skipped where none is installed. */
    static Browser start() {
        var path = CHROMIUM.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(path.isPresent(), "no Chromium here: apt install chromium");
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var chromium = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(path.get()).setHeadless(true)
                .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync")));
        return new Browser(playwright, chromium);
    }

    /** A person at a window of that size whose browser prefers that language; nobody shares cookies with another. */
    BrowserContext person(int width, int height, String language) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height).setLocale(language).setIgnoreHTTPSErrors(true));
    }

    /** Somebody who has come in elsewhere, with colours of their own where they are forced. */
    BrowserContext person(int width, int height, String language, String session, ForcedColors colours) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height).setLocale(language).setIgnoreHTTPSErrors(true).setStorageState(session).setForcedColors(colours));
    }

    /** Saves what the page shows to {@code target/pictures/NAME.png} of this module. */
    static Path picture(Page page, String name) {
        Path file = Path.of(System.getProperty("anole.root"), "e2e/target/pictures", name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
