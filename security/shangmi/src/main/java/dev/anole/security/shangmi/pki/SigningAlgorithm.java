package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import dev.anole.security.shangmi.asn1.Tag;
import dev.anole.security.shangmi.sm2.Sm2Curve;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;

/** How certificates and messages are signed: SM2 with SM3, and the two that everybody else reads. */
public enum SigningAlgorithm {
    /** SM2 over SM3, GM/T 0006. Its identifier has no parameters. */
    SM2("SM3withSM2", GmOid.SM2_WITH_SM3, "SM3", GmOid.SM3, false),
    /** ECDSA over SHA-256, RFC 5758. */
    ECDSA("SHA256withECDSA", "1.2.840.10045.4.3.2", "SHA-256", "2.16.840.1.101.3.4.2.1", false),
    /** RSA PKCS#1 v1.5 over SHA-256, RFC 4055. */
    RSA("SHA256withRSA", "1.2.840.113549.1.1.11", "SHA-256", "2.16.840.1.101.3.4.2.1", true);

    static final Provider SHANGMI = new ShangMiProvider();
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";

    private final String signature;
    private final String oid;
    private final String digest;
    private final String digestOid;
    private final boolean nullParameters;

    SigningAlgorithm(String signature, String oid, String digest, String digestOid, boolean nullParameters) {
        this.signature = signature;
        this.oid = oid;
        this.digest = digest;
        this.digestOid = digestOid;
        this.nullParameters = nullParameters;
    }

    /** The algorithm's object identifier. */
    public String oid() {
        return oid;
    }

    /** The digest's object identifier. */
    public String digestOid() {
        return digestOid;
    }

    /**
     * The one that a key is for.
     *
     * @throws InvalidKeyException if it is for none of them
     */
    public static SigningAlgorithm of(Key key) throws InvalidKeyException {
        if (key instanceof ECKey curve) {
            return Sm2Curve.isDescribedBy(curve.getParams()) ? SM2 : ECDSA;
        }
        if (key.getAlgorithm().equals("EC")) {
            // Without the provider among the installed ones, the JDK leaves an SM2 key in its encoding.
            return SM2;
        }
        if (key.getAlgorithm().equals("RSA")) {
            return RSA;
        }
        throw new InvalidKeyException("a key of " + key.getAlgorithm() + ": SM2, EC and RSA keys sign here");
    }

    /** The one with this identifier, of the whole or (in old messages) of the key alone. */
    static SigningAlgorithm ofOid(String oid, PublicKey key) throws GeneralSecurityException {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.oid.equals(oid)) {
                return algorithm;
            }
        }
        if (oid.equals(GmOid.SM2_SIGNATURE) || oid.equals(GmOid.SM2) || oid.equals(GmOid.EC_PUBLIC_KEY)
                || oid.equals(RSA_ENCRYPTION)) {
            return of(key);
        }
        throw new NoSuchAlgorithmException("signatures of algorithm " + oid + " are not known here: "
                + "SM3withSM2, SHA256withECDSA and SHA256withRSA are");
    }

    MessageDigest messageDigest() throws NoSuchAlgorithmException {
        return this == SM2 ? MessageDigest.getInstance(digest, SHANGMI) : MessageDigest.getInstance(digest);
    }

    private Signature signature() throws NoSuchAlgorithmException {
        return this == SM2 ? Signature.getInstance(signature, SHANGMI) : Signature.getInstance(signature);
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signer = signature();
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    boolean verify(PublicKey key, byte[] message, byte[] signed) throws GeneralSecurityException {
        Signature verifier = signature();
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signed);
    }

    /** AlgorithmIdentifier of the signature. */
    void write(DerWriter writer) {
        writer.sequence(algorithm -> {
            algorithm.oid(oid);
            if (nullParameters) {
                algorithm.nothing();
            }
        });
    }

    /** AlgorithmIdentifier of the digest. */
    void writeDigest(DerWriter writer) {
        writer.sequence(algorithm -> algorithm.oid(digestOid));
    }

    /** Reads an AlgorithmIdentifier without parameters, or with NULL; returns its object identifier. */
    static String readOid(DerReader from) throws DerException {
        DerReader algorithm = from.sequence();
        String oid = algorithm.oid();
        if (algorithm.isNext(Tag.NULL)) {
            algorithm.nothing();
        }
        // RSA's and SM2's own parameters, where old writers put them, say nothing that matters for a signature.
        if (algorithm.hasNext()) {
            algorithm.skip();
        }
        algorithm.end();
        return oid;
    }
}
