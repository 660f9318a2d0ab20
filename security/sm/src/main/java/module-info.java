/** ShangMi as operations of a host: hashes, keys, signatures, certificates, an authority, and how fast all that is. */
module dev.anole.security.sm {
    requires transitive dev.anole.operation;
    requires dev.anole.security.shangmi;

    exports dev.anole.security.sm;
}
