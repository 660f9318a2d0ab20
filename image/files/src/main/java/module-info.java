/** Image files as operations of a host: built, looked into, judged, compared, extracted. */
module dev.anole.image.files {
    requires transitive dev.anole.operation;
    requires dev.anole.image.erofs;
    requires dev.anole.kernel.linux;

    exports dev.anole.image.files;
}
