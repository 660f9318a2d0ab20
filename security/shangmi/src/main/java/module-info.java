/** SM2, SM3 and SM4 (GB/T 32918, 32905, 32907) for Java, as a JCA provider and as plain classes. */
module dev.anole.security.shangmi {
    requires dev.anole.kernel.machine;
    // Only the tier "vector" uses it; without the module that tier stays away.
    requires static jdk.incubator.vector;

    exports dev.anole.security.shangmi;
    exports dev.anole.security.shangmi.accelerator;
    exports dev.anole.security.shangmi.asn1;
    exports dev.anole.security.shangmi.pki;
    exports dev.anole.security.shangmi.sm2;

    provides java.security.Provider with dev.anole.security.shangmi.ShangMiProvider;
}
