package dev.anole.console.site;

import dev.anole.console.ConsoleConfiguration;
import dev.anole.console.gate.Need;
import dev.anole.console.http.Call;
import dev.anole.console.http.Refusal;
import dev.anole.console.http.Reply;
import dev.anole.console.http.Route;
import dev.anole.console.page.SettingsPage;
import dev.anole.console.page.SettingsPage.Made;
import dev.anole.console.store.ApiTokens;
import dev.anole.console.store.ApiTokens.ApiToken;
import dev.anole.console.store.AuditEvent;
import dev.anole.console.store.LoginLinks;
import dev.anole.console.store.Person;
import dev.anole.console.store.Records;
import dev.anole.console.store.Token;
import dev.anole.operation.Component;
import dev.anole.operation.Configuration;
import dev.anole.operation.Kind;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Role;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who may come in, which programs may call, and how long things are kept. Every change stands in the audit log. */
public final class SettingsPages {
    private final Contexts contexts;
    private final Supplier<Records> records;
    private final Retention retention;
    private final List<SettingsPage.Configured> configured;
    private final Clock clock;

    /** @param configured how the console is configured, with who set each value; other sections are passed over */
    public SettingsPages(Contexts contexts, Supplier<Records> records, Retention retention, List<Configuration.Entry> configured, Clock clock) {
        this.contexts = Objects.requireNonNull(contexts, "contexts");
        this.records = Objects.requireNonNull(records, "records");
        this.retention = Objects.requireNonNull(retention, "retention");
        this.configured = configured.stream().filter(e -> e.section().equals("console")).map(SettingsPages::configured).toList();
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    private static SettingsPage.Configured configured(Configuration.Entry entry) {
        Text label = Shape.of(ConsoleConfiguration.class).components().stream().filter(c -> c.option().equals(entry.key())).findFirst()
            .map(Component::label).orElse(Text.same(""));
        return new SettingsPage.Configured(entry.section(), entry.key(), label, entry.value(), entry.origin());
    }

    public List<Route> routes() {
        return List.of(
            Route.get("/settings", Need.VIEWER, call -> page(call, 200, Optional.empty(), Optional.empty())),
            Route.post("/settings/people", Need.ADMIN_IN_PERSON, call -> change(call, this::addPerson)),
            Route.post("/settings/people/{id}", Need.ADMIN_IN_PERSON, call -> change(call, this::changePerson)),
            Route.post("/settings/tokens", Need.VIEWER_IN_PERSON, call -> change(call, this::addToken)),
            Route.post("/settings/tokens/{id}/revoke", Need.VIEWER_IN_PERSON, call -> change(call, this::revokeToken)));
    }

    @FunctionalInterface
    private interface Change {
        /** @return what is shown once */
        Optional<Made> make(Call call);
    }

    private Reply change(Call call, Change change) {
        try {
            Optional<Made> made = change.make(call);
            return made.isPresent() ? page(call, 200, made, Optional.empty()) : Reply.seeOther("/settings");
        } catch (IllegalArgumentException e) {
            return page(call, 400, Optional.empty(), Optional.of(new Problem(OperationException.Kind.USAGE,
                Text.same(String.valueOf(e.getMessage())), Text.same(""))));
        }
    }

    private Reply page(Call call, int status, Optional<Made> made, Optional<Problem> refused) {
        boolean admin = call.caller().has(Role.ADMIN);
        String self = call.caller().person().orElseThrow().id();
        Records r = records.get();
        return Reply.html(status, new SettingsPage(
            admin ? r.people().all().stream().map(p -> new SettingsPage.PersonRow(p.id(), p.name(), p.role(), p.created(), p.disabled().isPresent())).toList() : List.of(),
            r.tokens().all(clock.instant()).stream().filter(t -> admin || t.person().id().equals(self))
                .map(t -> new SettingsPage.TokenRow(t.id(), t.name(), t.person().name(), t.effective(), t.created(), t.expires(), t.used())).toList(),
            made, configured, retention.kept(), refused).render(contexts.of(call)));
    }

    private static Role role(String name) {
        return Stream.of(Role.values()).filter(r -> Kind.Choice.nameOf(r).equals(name) || r.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no role " + (name.isEmpty() ? "given" : name)));
    }

    private Optional<Made> addPerson(Call call) {
        Person person = records.get().people().add(call.field("name"), role(call.field("role")), clock.instant());
        note(call, AuditEvent.Kind.PERSON_ADDED, person.name(), Kind.Choice.nameOf(person.role()));
        return Optional.of(link(call, person));
    }

    private Made link(Call call, Person person) {
        Token token = records.get().links().make(person, clock.instant());
        note(call, AuditEvent.Kind.LINK_MADE, person.name(), "good for " + LoginLinks.LIFETIME.toMinutes() + " minutes");
        String origin = (call.secure() ? "https://" : "http://") + call.header("Host").orElse("localhost");
        return new Made(Text.of("Link for " + person.name() + ", good once and for " + LoginLinks.LIFETIME.toMinutes() + " minutes",
            person.name() + " 的登录链接，一次有效，" + LoginLinks.LIFETIME.toMinutes() + " 分钟内可用"), origin + "/login?token=" + token.reveal());
    }

    private Optional<Made> changePerson(Call call) {
        String id = call.variable("id");
        Person person = records.get().people().byId(id).orElseThrow(() -> Refusal.notFound(call.path()));
        switch (call.field("act")) {
            case "link" -> {
                if (person.disabled().isPresent()) {
                    throw new IllegalArgumentException(person.name() + " is disabled");
                }
                return Optional.of(link(call, person));
            }
            case "disable", "enable" -> {
                boolean enabled = call.field("act").equals("enable");
                records.get().people().change(person, person.role(), enabled, clock.instant());
                note(call, AuditEvent.Kind.PERSON_CHANGED, person.name(), enabled ? "enabled" : "disabled");
            }
            case "" -> {
                Role role = role(call.field("role"));
                records.get().people().change(person, role, person.disabled().isEmpty(), clock.instant());
                note(call, AuditEvent.Kind.PERSON_CHANGED, person.name(), Kind.Choice.nameOf(role));
            }
            default -> throw Refusal.badRequest("act is disable, enable or link", "act 应为 disable、enable 或 link");
        }
        return Optional.empty();
    }

    private Optional<Made> addToken(Call call) {
        int days;
        try {
            days = Integer.parseInt(call.field("days").strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("days is a whole number", e);
        }
        Person person = call.caller().person().orElseThrow();
        ApiTokens.Made made = records.get().tokens().make(person, call.field("name"), role(call.field("role")), Duration.ofDays(days), clock.instant());
        note(call, AuditEvent.Kind.TOKEN_MADE, made.token().name(), Kind.Choice.nameOf(made.token().role()) + ", until " + made.token().expires());
        return Optional.of(new Made(Text.of("Token “" + made.token().name() + "”", "令牌“" + made.token().name() + "”"), made.secret().reveal()));
    }

    private Optional<Made> revokeToken(Call call) {
        String id = call.variable("id");
        String self = call.caller().person().orElseThrow().id();
        ApiToken token = records.get().tokens().all(clock.instant()).stream().filter(t -> t.id().equals(id))
            .filter(t -> call.caller().has(Role.ADMIN) || t.person().id().equals(self)).findFirst()
            .orElseThrow(() -> Refusal.notFound(call.path()));
        records.get().tokens().revoke(id);
        note(call, AuditEvent.Kind.TOKEN_REVOKED, token.name(), "of " + token.person().name());
        return Optional.empty();
    }

    private void note(Call call, AuditEvent.Kind kind, String subject, String outcome) {
        records.get().audit().append(new AuditEvent(kind, call.caller().person().orElseThrow().name(),
            Kind.Choice.nameOf(call.caller().door()), call.remote(), subject, outcome, "{}"));
    }
}
