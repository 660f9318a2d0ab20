/** The spine: what an operation is, how it runs, and how what it changed is taken back. */
module dev.anole.operation {
    requires transitive com.fasterxml.jackson.core;
    requires org.tomlj;
    requires dev.anole.kernel.linux;

    exports dev.anole.operation;
    exports dev.anole.operation.journal;
}
