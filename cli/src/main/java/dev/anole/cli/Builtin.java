package dev.anole.cli;

import dev.anole.operation.Described;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The commands that are the program itself and no operation on a host. */
enum Builtin {
    UP("up", UpOptions.class, false, Text.of("Start the agent and the console on this host", "在此主机上启动代理和控制台")),
    AGENT("agent", NoOptions.class, false, Text.of("Start the agent by itself, for systemd", "单独启动代理（供 systemd 使用）")),
    CONSOLE("console", ConsoleOptions.class, false, Text.of("Start the console by itself, for systemd", "单独启动控制台（供 systemd 使用）")),
    LOGIN_LINK("login-link", NoOptions.class, false, Text.of("Make a link that lets one person into the running console, once",
        "为正在运行的控制台生成一次性登录链接")),
    AUDIT_VERIFY("audit verify", NoOptions.class, false, Text.of("Compute the audit log's chain of hashes again, and name the first entry that does not follow",
        "重新计算审计日志的哈希链，指出第一条不相接的记录")),
    MCP("mcp", McpOptions.class, false, Text.of("Serve an assistant over the Model Context Protocol, on standard input and output",
        "通过 Model Context Protocol 为助手提供服务（标准输入输出）")),
    HELP("help", HelpOptions.class, false, Text.of("Show what a command does and takes", "显示命令的用途和参数")),
    COMPLETION("completion", CompletionOptions.class, false, Text.of("Print the completion script for a shell", "输出 shell 补全脚本")),
    VERSION("version", NoOptions.class, false, Text.of("Show the version", "显示版本"));

    /** None. */
    public record NoOptions() {
    }

    /** How {@code anole up} starts; what is not given comes from the configuration. */
    public record UpOptions(
        @Described(en = "port of the console; 0 takes a free one", zh = "控制台端口；0 表示任选空闲端口", byDefault = "8520", min = 0, max = 65535) int port,
        @Described(en = "address to listen on, with TLS; without it 127.0.0.1 only", zh = "以 TLS 监听的地址；不给时仅 127.0.0.1") Optional<String> listen,
        @Described(en = "PKCS #12 file with key and certificate for TLS", zh = "TLS 用的 PKCS #12 文件") Optional<Path> keyStore,
        @Described(en = "file whose first line is its password", zh = "首行为其密码的文件") Optional<Path> keyStorePassword,
        @Described(en = "set a damaged store aside and begin a new one", zh = "将损坏的存储移开并新建") boolean recoverStore,
        @Described(en = "open a browser where there is one", zh = "打开浏览器（如有）", byDefault = "true") boolean open) {
    }

    /** How {@code anole console} starts. */
    public record ConsoleOptions(
        @Described(en = "port; 0 takes a free one", zh = "端口；0 表示任选空闲端口", byDefault = "8520", min = 0, max = 65535) int port,
        @Described(en = "address to listen on, with TLS; without it 127.0.0.1 only", zh = "以 TLS 监听的地址；不给时仅 127.0.0.1") Optional<String> listen,
        @Described(en = "PKCS #12 file with key and certificate for TLS", zh = "TLS 用的 PKCS #12 文件") Optional<Path> keyStore,
        @Described(en = "file whose first line is its password", zh = "首行为其密码的文件") Optional<Path> keyStorePassword,
        @Described(en = "set a damaged store aside and begin a new one", zh = "将损坏的存储移开并新建") boolean recoverStore,
        @Described(en = "end with standard input, and report there: for anole up", zh = "随标准输入结束（供 anole up 使用）") boolean supervised) {
    }

    /** How an assistant is served. */
    public record McpOptions(
        @Described(en = "how long a call waits for a person's approval before it answers that it waits", zh = "等待人工批准多久后先行答复",
            byDefault = "45s", min = 0, max = 3600) Duration approvalWait) {
    }

    /** Which command. */
    public record HelpOptions(@Described(en = "words of a command", zh = "命令", positional = true) List<String> command) {
    }

    /** Which shell. */
    public record CompletionOptions(@Described(en = "the shell", zh = "shell", positional = true) Shell shell) {
    }

    /** The shells that are known. */
    public enum Shell { BASH, ZSH, FISH }

    private final String word;
    private final Class<? extends Record> options;
    private final boolean hidden;
    private final Text summary;

    Builtin(String word, Class<? extends Record> options, boolean hidden, Text summary) {
        this.word = word;
        this.options = options;
        this.hidden = hidden;
        this.summary = summary;
    }

    String word() {
        return word;
    }

    Shape<?> shape() {
        return Shape.of(options);
    }

    /** Whether only the program itself uses it. */
    boolean hidden() {
        return hidden;
    }

    Text summary() {
        return summary;
    }

    static Optional<Builtin> of(String word) {
        return Arrays.stream(values()).filter(b -> b.word.equals(word)).findFirst();
    }
}
