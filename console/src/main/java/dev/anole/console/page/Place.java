package dev.anole.console.page;

import dev.anole.operation.Text;

/** Where a page stands in the navigation. */
enum Place {
    HOST("", 'h', Icon.HOST, Text.of("Host", "主机")),
    OPERATIONS("/operations", 'o', Icon.OPERATIONS, Text.of("Operations", "操作")),
    TASKS("/tasks", 't', Icon.TASKS, Text.of("Tasks", "任务")),
    CHANGES("/changes", 'c', Icon.CHANGES, Text.of("Changes", "变更")),
    AUDIT("/audit", 'a', Icon.AUDIT, Text.of("Audit", "审计")),
    SETTINGS("/settings", 's', Icon.SETTINGS, Text.of("Settings", "设置"));

    private final String path;
    private final char key;
    private final Icon icon;
    private final Text label;

    Place(String path, char key, Icon icon, Text label) {
        this.path = path;
        this.key = key;
        this.icon = icon;
        this.label = label;
    }

    String path(PageContext c) {
        return this == HOST ? c.hostPath("") : path;
    }

    /** Pressed after {@code g}. */
    char key() {
        return key;
    }

    Icon icon() {
        return icon;
    }

    Text label() {
        return label;
    }
}
