package dev.anole.console.store;

import dev.anole.operation.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the audit log says of one happening.
 *
 * @param kind    what happened
 * @param actor   who did it; empty where nobody is known
 * @param door    where they came in: {@code console}, {@code api}, {@code cli}, {@code assistant}, {@code service}
 * @param remote  the address they came from; empty where there is none
 * @param subject what it was done to: an operation, a person, a path; data
 * @param outcome how it ended, in a word or a sentence; data
 * @param detail  what else is known, as JSON; never a secret
 */
public record AuditEvent(Kind kind, String actor, String door, String remote, String subject, String outcome, String detail) {
    /** Longest subject and outcome, in characters; what is longer is cut with an ellipsis. */
    public static final int FIELD_MAX = 400;
    /** Longest detail, in characters. */
    public static final int DETAIL_MAX = 4_096;

    /** What can happen. */
    public enum Kind {
        CONSOLE_STARTED(Text.of("console started", "控制台启动")),
        CONSOLE_STOPPED(Text.of("console stopped", "控制台停止")),
        STORE_SET_ASIDE(Text.of("damaged store set aside", "损坏的存储已移开")),
        LINK_MADE(Text.of("login link made", "生成登录链接")),
        LOGIN(Text.of("logged in", "登录")),
        LOGIN_REFUSED(Text.of("login refused", "登录被拒")),
        LOGOUT(Text.of("logged out", "退出")),
        REFUSED(Text.of("call refused", "调用被拒")),
        TASK_PROPOSED(Text.of("task proposed", "提议任务")),
        TASK_STARTED(Text.of("task started", "任务开始")),
        TASK_APPROVED(Text.of("task approved", "任务获批准")),
        TASK_ENDED(Text.of("task ended", "任务结束")),
        CHANGE(Text.of("change", "变更")),
        UNDO(Text.of("undo", "撤销")),
        TOKEN_MADE(Text.of("token made", "生成令牌")),
        TOKEN_REVOKED(Text.of("token revoked", "吊销令牌")),
        PERSON_ADDED(Text.of("person added", "添加人员")),
        PERSON_CHANGED(Text.of("person changed", "修改人员")),
        SETTING(Text.of("setting changed", "修改设置"));

        private final Text label;

        Kind(Text label) {
            this.label = label;
        }

        public Text label() {
            return label;
        }

        /** By its name in an address: {@code task-ended}. */
        public static Optional<Kind> of(String name) {
            return Stream.of(values()).filter(k -> dev.anole.operation.Kind.Choice.nameOf(k).equals(name)).findFirst();
        }
    }

    public AuditEvent {
        Objects.requireNonNull(kind, "kind");
        actor = cut(actor, FIELD_MAX);
        door = cut(door, FIELD_MAX);
        remote = cut(remote, FIELD_MAX);
        subject = cut(subject, FIELD_MAX);
        outcome = cut(outcome, FIELD_MAX);
        detail = cut(detail, DETAIL_MAX);
    }

    /** PostgreSQL's text holds no NUL, and a lone surrogate has no UTF-8: both would change between hash and row. */
    private static String cut(String text, int max) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && kept.length() < max; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            kept.appendCodePoint(point == 0 || Character.getType(point) == Character.SURROGATE ? 0xfffd : point);
        }
        return text.length() > max ? kept.append('…').toString() : kept.toString();
    }
}
