package dev.anole.security.shangmi;

import java.security.Provider;

/**
 * The JCA provider {@code ShangMi}. An existing program uses it after
 * {@code Security.addProvider(new ShangMiProvider())}.
 */
public final class ShangMiProvider extends Provider {
    /** The provider's name. */
    public static final String NAME = "ShangMi";

    private static final long serialVersionUID = 1L;
    private static final String SM3_OID = "1.2.156.10197.1.401";

    /** A provider with all services; cheap, classes load when they are first used. */
    public ShangMiProvider() {
        super(NAME, "0.1", "SM2, SM3 and SM4 (GB/T 32918, 32905, 32907)");
        symmetric();
    }

    /** SM3, SM4, and what is built of them alone. */
    private void symmetric() {
        put("MessageDigest.SM3", "dev.anole.security.shangmi.Sm3MessageDigest");
        alias("MessageDigest", "SM3", SM3_OID);
    }

    /** Names an algorithm by its object identifier, with and without the prefix that the JCA also knows. */
    private void alias(String type, String algorithm, String oid) {
        put("Alg.Alias." + type + "." + oid, algorithm);
        put("Alg.Alias." + type + ".OID." + oid, algorithm);
    }
}
