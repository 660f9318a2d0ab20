package dev.anole.console.site;

import dev.anole.console.gate.Caller;
import dev.anole.console.http.Assets;
import dev.anole.console.http.Call;
import dev.anole.console.live.AgentLink;
import dev.anole.console.page.PageContext;
import dev.anole.console.page.PageContext.Badges;
import dev.anole.console.page.PageContext.Look;
import dev.anole.console.page.PageContext.Theme;
import dev.anole.operation.Language;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/** Makes what every page needs: who looks, how they like it, and what is beside the navigation. */
public final class Contexts {
    private final AgentLink link;
    private final Assets assets;
    private final Clock clock;
    private final Supplier<Badges> badges;

    public Contexts(AgentLink link, Assets assets, Clock clock, Supplier<Badges> badges) {
        this.link = Objects.requireNonNull(link, "link");
        this.assets = Objects.requireNonNull(assets, "assets");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.badges = Objects.requireNonNull(badges, "badges");
    }

    public PageContext of(Call call) {
        return make(call.caller(), look(call.language(), call.cookie("theme"), call.cookie("keys"), call.cookie("zone")), call.here());
    }

    /** For a page that says why a request was refused. */
    public PageContext of(Request request, Caller caller, Language language) {
        String path = request.getHttpURI().getPath();
        boolean plain = path != null && path.startsWith("/") && !path.startsWith("//") && request.getMethod().equals("GET");
        return make(caller, look(language, Call.cookie(request, "theme"), Call.cookie(request, "keys"), Call.cookie(request, "zone")),
            plain ? path : "/");
    }

    private PageContext make(Caller caller, Look look, String here) {
        boolean known = caller.person().isPresent();
        return new PageContext(caller.person().map(p -> new PageContext.Person(p.name(), caller.role().orElseThrow())), look,
            caller.csrf(), link.host(), here.startsWith("//") ? "/" : here, clock.instant(), known ? badges.get() : Badges.NONE,
            known ? link.lostSince() : Optional.empty(), assets.version());
    }

    private static Look look(Language language, Optional<String> theme, Optional<String> keys, Optional<String> zone) {
        return new Look(language, theme.map(Contexts::theme).orElse(Theme.SYSTEM), !keys.filter("off"::equals).isPresent(),
            zone.map(Contexts::zone).orElseGet(ZoneId::systemDefault));
    }

    static Theme theme(String name) {
        for (Theme theme : Theme.values()) {
            if (theme.name().toLowerCase(Locale.ROOT).equals(name)) {
                return theme;
            }
        }
        return Theme.SYSTEM;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name.replace("%2F", "/"));
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }
}
