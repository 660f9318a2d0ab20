package dev.anole.console.page;

import java.util.Optional;

/** Which fixture stands behind which path of the gallery. */
final class GalleryPages {
    record Page(int status, String html) {
    }

    private GalleryPages() {
    }

    static Page page(String path, String which, String part, PageContext c) {
        String html = switch (path) {
            case "/", "/host/db-hz-07" -> {
                HostOverview model = which.equals("bare") ? Fixtures.bare(c.now()) : Fixtures.overview(c.now(), !which.equals("calm"));
                yield part.isEmpty() ? model.render(c) : model.region(c, part).orElse("");
            }
            case "/login" -> LoginPage.render(Fixtures.visitor(c.language(), c.look().theme(), path), Optional.empty());
            default -> "";
        };
        return html.isEmpty() ? new Page(404, ErrorPage.render(c, 404, Optional.empty())) : new Page(200, html);
    }
}
