/** The agent's door: the {@link dev.anole.operation.Agent} of one process, offered to others over a Unix domain socket. */
module dev.anole.agent {
    requires transitive dev.anole.operation;
    requires jdk.net;

    exports dev.anole.agent;
}
