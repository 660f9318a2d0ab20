/** The console: the server that shows a host in a browser and offers its operations as an API. */
module dev.anole.console {
    requires transitive dev.anole.operation;
    requires dev.anole.ops.collect;
    requires dev.anole.ops.series;
    requires java.logging;
    requires java.sql;
    requires org.eclipse.jetty.alpn.server;
    requires org.eclipse.jetty.http2.server;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.server;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports dev.anole.console;
    // It calls listeners through method handles that only public classes of exported packages give.
    exports dev.anole.console.api to org.eclipse.jetty.websocket.common;
}
