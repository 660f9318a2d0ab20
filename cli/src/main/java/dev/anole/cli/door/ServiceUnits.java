package dev.anole.cli.door;

/** The files that make Anole two services of systemd. */
final class ServiceUnits {
    static final String AGENT = "anole-agent.service";
    static final String CONSOLE = "anole-console.service";
    static final String DATA = "/var/lib/anole";
    static final String USERS_FILE = "/etc/sysusers.d/anole.conf";
    static final String DIRECTORIES_FILE = "/etc/tmpfiles.d/anole.conf";

    private final InstalledProgram program;

    ServiceUnits(InstalledProgram program) {
        this.program = program;
    }

    /** sysusers.d(5): whom the console runs as. */
    String users() {
        return """
            # Made by anole install.
            u anole - "Anole console" %s/console -
            """.formatted(DATA);
    }

    /** tmpfiles.d(5): whose the directories are. A console that ran as another user before hands its files over. */
    String directories() {
        return """
            # Made by anole install.
            d %1$s 0711 root root -
            d %1$s/run 0711 root root -
            d %1$s/console 0700 anole anole -
            Z %1$s/console - anole anole -
            """.formatted(DATA);
    }

    private String java() {
        return program.java().map(java -> "Environment=ANOLE_JAVA=" + java + "\n").orElse("");
    }

    /** systemd.service(5): root's, since it does what the host can do; what it never needs is closed all the same. */
    String agent() {
        return """
            # Made by anole install.
            [Unit]
            Description=Anole agent: does what this host is asked to do
            After=local-fs.target systemd-sysusers.service

            [Service]
            Type=notify
            ExecStartPre=-/usr/bin/systemd-sysusers %3$s
            ExecStartPre=-/usr/bin/systemd-tmpfiles --create %4$s
            %5$sExecStart=%1$s agent --data %2$s
            Restart=on-failure
            RestartSec=2
            WatchdogSec=30
            # A JVM that SIGTERM ends says so with its exit code.
            SuccessExitStatus=143
            TimeoutStopSec=45
            LockPersonality=yes
            RestrictRealtime=yes
            SystemCallArchitectures=native

            [Install]
            WantedBy=multi-user.target
            """.formatted(program.run(), DATA, USERS_FILE, DIRECTORIES_FILE, java());
    }

    /** systemd.exec(5): nobody's rights, and nothing of the host but its own directory to write to. */
    String console() {
        return """
            # Made by anole install.
            [Unit]
            Description=Anole console: pages and API of this host
            Wants=%3$s
            After=%3$s network.target

            [Service]
            Type=notify
            User=anole
            Group=anole
            %4$sExecStart=%1$s console --data %2$s
            Restart=on-failure
            RestartSec=2
            WatchdogSec=30
            SuccessExitStatus=143
            TimeoutStopSec=45
            UMask=0077
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            AmbientCapabilities=
            ProtectSystem=strict
            ReadWritePaths=%2$s/console
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectProc=invisible
            ProtectClock=yes
            ProtectHostname=yes
            ProtectControlGroups=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            RemoveIPC=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallErrorNumber=EPERM
            # MemoryDenyWriteExecute is not here: a JVM writes machine code.

            [Install]
            WantedBy=multi-user.target
            """.formatted(program.run(), DATA, AGENT, java());
    }
}
