package dev.anole.console.page;

import dev.anole.console.page.PageContext.Theme;
import dev.anole.operation.Language;
import java.util.List;
import java.util.stream.Stream;

/** Every page with every case of its fixtures, in both languages. */
final class FixturePages {
    record Rendered(String address, Language language, String html) {
        @Override
        public String toString() {
            return language.tag() + " " + address;
        }
    }

    static final List<String> ADDRESSES = List.of("/", "/?case=bare", "/?case=calm", "/host/db-hz-07/processes", "/host/db-hz-07/processes?sort=-memory", "/host/db-hz-07/cgroups",
        "/host/db-hz-07/jvms", "/host/db-hz-07/devices", "/host/db-hz-07/log", "/host/db-hz-07/inventory", "/host/db-hz-07/capabilities", "/operations", "/operations?q=host",
        "/operations/example/everything", "/operations/example/export", "/operations/image/mount", "/operations/sysctl/set", "/operations/sysctl/set?case=preview",
        "/operations/unit/restart", "/tasks", "/tasks?case=empty", "/tasks/t-1?case=running", "/tasks/t-1?case=stream", "/tasks/t-1?case=proposed", "/tasks/t-1?case=failed",
        "/tasks/t-1?case=interrupted", "/tasks/t-1?case=shown", "/tasks/t-1", "/changes", "/changes?case=damaged", "/changes/c-0128", "/changes/c-0128?case=conflicted",
        "/changes/c-0128?case=undone", "/changes/c-0128?case=reverted", "/changes/c-0128?case=unfinished", "/audit", "/audit?case=broken", "/settings", "/findpage", "/login",
        "/login?case=wrong", "/401", "/403", "/500", "/503", "/nowhere");

    private FixturePages() {
    }

    static Rendered page(String address, Language language) {
        String[] parts = address.split("\\?", 2);
        return new Rendered(address, language, GalleryPages.page(parts[0], PageGallery.query(parts.length > 1 ? parts[1] : ""),
            Fixtures.context(language, Theme.SYSTEM, address)).html());
    }

    static Stream<Rendered> all() {
        return ADDRESSES.stream().flatMap(a -> Stream.of(Language.values()).map(l -> page(a, l)));
    }
}
