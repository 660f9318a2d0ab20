/** Makes what Anole is started from: the run image, its start-up caches, and the archives that others install. */
module dev.anole.launch {
    requires java.net.http;
    requires java.xml;

    uses java.util.spi.ToolProvider;
}
