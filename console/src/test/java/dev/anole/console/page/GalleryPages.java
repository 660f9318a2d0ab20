package dev.anole.console.page;

import dev.anole.operation.Effect;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Problem;
import dev.anole.operation.Role;
import dev.anole.operation.Text;
import dev.anole.operation.journal.ChangeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Which fixture stands behind which path of the gallery. */
final class GalleryPages {
    record Page(int status, String html) {
    }

    private static final String HOST = "/host/db-hz-07";

    private GalleryPages() {
    }

    static Page page(String path, Map<String, List<String>> query, PageContext c) {
        String which = PageGallery.first(query, "case");
        String part = PageGallery.first(query, "part");
        Optional<String> html = path.startsWith(HOST + "/") ? tab(path.substring(HOST.length() + 1), part, query, c)
            : path.startsWith("/operations/") ? Optional.of(operation(path.substring("/operations/".length()), which, c))
            : path.startsWith("/tasks/") ? Optional.of(part.isEmpty() ? TasksPage.one(c, FixtureTasks.view(which, c.now())) : FixtureTasks.view("preview", c.now()).region(c))
            : path.startsWith("/changes/") ? Optional.of(new ChangesPage(Answer.of(FixtureChanges.list(c.now())), Optional.of(Answer.of(FixtureChanges.report(
                ChangeReport.Stage.valueOf(which.isEmpty() ? "APPLIED" : which.toUpperCase(java.util.Locale.ROOT)), c.now())))).render(c))
            : switch (path) {
                case "/changes" -> Optional.of(new ChangesPage(Answer.of(which.equals("damaged") ? FixtureChanges.damaged() : FixtureChanges.list(c.now())), Optional.empty()).render(c));
                case "/", HOST -> {
                    HostOverview model = which.equals("bare") ? Fixtures.bare(c.now()) : Fixtures.overview(c.now(), !which.equals("calm"));
                    yield part.isEmpty() ? Optional.of(model.render(c)) : model.region(c, part);
                }
                case "/operations" -> Optional.of(new OperationsPage(FixtureOperations.catalog(), FixtureOperations.probes(), PageGallery.first(query, "q"), Optional.empty()).render(c));
                case "/tasks" -> Optional.of(new TasksPage(which.equals("empty") ? List.of() : Stream.of("proposed", "running", "failed", "interrupted", "shown", "")
                    .map(w -> FixtureTasks.view(w, c.now()).task()).toList(), TasksPage.Show.of(PageGallery.first(query, "show")), Optional.of("/tasks?before=3")).render(c));
                case "/audit" -> Optional.of(audit(which.equals("broken"), c).render(c));
                case "/settings" -> Optional.of(settings(c).render(c));
                case "/find" -> Optional.of(Palette.results(c, found()));
                case "/findpage" -> Optional.of(Palette.page(c, "h", found()));
                case "/login" -> Optional.of(LoginPage.render(Fixtures.visitor(c.language(), c.look().theme(), path), which.equals("wrong")
                    ? Optional.of(Text.of("That link has been used or its time is over.", "该链接已被使用或已过期。")) : Optional.empty()));
                case "/403", "/500", "/503", "/401" -> Optional.of(ErrorPage.render(c, Integer.parseInt(path.substring(1)), Optional.empty()));
                default -> Optional.empty();
            };
        return html.map(h -> new Page(200, h)).orElseGet(() -> new Page(404, ErrorPage.render(c, 404, Optional.empty())));
    }

    private static Optional<String> tab(String tab, String part, Map<String, List<String>> query, PageContext c) {
        return HostTab.of(tab).map(t -> switch (t) {
            case OVERVIEW -> "";
            case PROCESSES -> {
                List<ProcessRow> rows = new ArrayList<>(Fixtures.processes());
                rows.addAll(Fixtures.manyProcesses(300));
                ProcessesPage p = new ProcessesPage(Fixtures.header(), Answer.of(rows), Sort.of(PageGallery.first(query, "sort"), ProcessesPage.BY_CPU));
                yield part.isEmpty() ? p.render(c) : p.region(c);
            }
            case CGROUPS, JVMS, INVENTORY -> {
                HostRecordsPage p = new HostRecordsPage(Fixtures.header(), t, List.of(new HostRecordsPage.Part(t.label(), OperationName.of("host show"), Answer.of(FixtureOperations.shown()))));
                yield part.isEmpty() ? p.render(c) : p.region(c);
            }
            case DEVICES -> {
                DevicesPage p = new DevicesPage(Fixtures.header(), Range.MINUTES_15, Fixtures.devices(), Fixtures.readings(c.now(), true),
                    List.of(new HostRecordsPage.Part(Text.of("Disks", "磁盘"), OperationName.of("host disks"), Answer.of(FixtureOperations.shown())),
                        new HostRecordsPage.Part(Text.of("File systems", "文件系统"), OperationName.of("host filesystems"), Answer.missing(new Problem(OperationException.Kind.FAILED,
                            Text.of("The mount table could not be read.", "无法读取挂载表。"), Text.of("Run the agent as root.", "请以 root 运行代理。"))))));
                yield part.isEmpty() ? p.render(c) : p.region(c);
            }
            case LOG -> new LogPage(Fixtures.header(), Answer.of(Fixtures.log(c.now()))).render(c);
            case CAPABILITIES -> new CapabilitiesPage(Fixtures.header(), FixtureOperations.catalog(), FixtureOperations.probes()).render(c);
        });
    }

    static String operation(String path, String which, PageContext c) {
        var operation = FixtureOperations.catalog().get(OperationName.ofPath(path));
        OperationForm form = new OperationForm(operation, FixtureOperations.probes().get(operation.name()), Map.of(), Optional.empty(),
            which.isEmpty() ? Optional.empty() : Optional.of(FixtureTasks.view(which, c.now())));
        return new OperationsPage(FixtureOperations.catalog(), FixtureOperations.probes(), "", Optional.of(form)).render(c);
    }

    private static List<Palette.Found> found() {
        return List.of(new Palette.Found("/operations/host/show", "host show", "", Optional.of(Effect.READS)),
            new Palette.Found("/operations/sysctl/set", "sysctl set", "", Optional.of(Effect.CHANGES)),
            new Palette.Found("/host/db-hz-07/processes", Fixtures.HOSTILE, "PID 9001", Optional.empty()));
    }

    static AuditPage audit(boolean broken, PageContext c) {
        List<AuditPage.Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(new AuditPage.Row(18_204 - i, c.now().minusSeconds(i * 700L), i % 5 == 3 ? Text.of("login refused", "登录被拒") : Text.of("task ended", "任务结束"), i % 5 == 3 ? "" : "admin",
                "console", "127.0.0.1", i % 7 == 0 ? Fixtures.HOSTILE : "sysctl set", "done", i % 5 == 3, Optional.of("/tasks")));
        }
        return new AuditPage(new AuditPage.Chain(18_204, c.now().minusSeconds(40), true, broken ? OptionalLong.of(17_001) : OptionalLong.empty(),
            Text.of("row 17001 is not what was written", "第 17001 条内容与写入时不符"), "9f2c4d5e6a7b8c9d0e1f"), rows, AuditPage.Sought.NOTHING,
            List.of(new AuditPage.KindOf("login", Text.of("logged in", "登录"))), List.of("admin"), Optional.of("/audit?before=18164"));
    }

    static SettingsPage settings(PageContext c) {
        return new SettingsPage(List.of(new SettingsPage.PersonRow("p1", "admin", Role.ADMIN, c.now().minusSeconds(900_000), false),
            new SettingsPage.PersonRow("p2", Fixtures.HOSTILE.substring(0, 40), Role.VIEWER, c.now(), true)),
            List.of(new SettingsPage.TokenRow("k1", "Prometheus", "admin", Role.VIEWER, c.now(), c.now().plusSeconds(7_000_000), Optional.empty())),
            Optional.of(new SettingsPage.Made(Text.of("A link for oncall.", "oncall 的链接。"), "http://127.0.0.1:8520/login?token=example")),
            List.of(configured("port", "port to listen on; 0 takes a free one", "监听端口；0 表示任选空闲端口", "8520", "flag --port"),
                configured("listen", "address to listen on with TLS; without it, 127.0.0.1 only", "以 TLS 监听的地址；不给时仅 127.0.0.1", "", "default"),
                configured("names", "host names under which it is reached", "访问它所用的主机名", "db-hz-07.example, db.example", "/etc/anole/site.toml:3"),
                configured("session-idle", "a session ends after this long without use", "会话闲置多久后结束", "12h", "ANOLE_CONSOLE_SESSION_IDLE")),
            List.of(new SettingsPage.Kept(Text.of("Metrics every second", "每秒指标"), Text.of("1 hour", "1 小时"), Text.of("2.1 MiB", "2.1 MiB"))), Optional.empty());
    }

    private static SettingsPage.Configured configured(String key, String en, String zh, String value, String origin) {
        return new SettingsPage.Configured("console", key, Text.of(en, zh), value, origin);
    }
}
