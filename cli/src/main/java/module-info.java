/** The {@code anole} command: all rooms in one catalog, and the doors that a terminal and an assistant come in by. */
module dev.anole.cli {
    requires dev.anole.operation;
    requires dev.anole.agent;
    requires dev.anole.console;
    requires dev.anole.kernel.linux;
    requires dev.anole.ops.collect;
    requires dev.anole.image.files;
    requires dev.anole.ops.trace;
    requires dev.anole.security.sm;
    requires info.picocli;

    exports dev.anole.cli;
    exports dev.anole.cli.door;
    exports dev.anole.cli.screen;
}
