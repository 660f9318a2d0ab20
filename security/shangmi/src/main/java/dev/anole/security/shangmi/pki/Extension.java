package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An extension of a certificate or a request (RFC 5280, 4.2).
 *
 * @param oid which one
 * @param critical whether who does not know it must refuse
 * @param value its DER encoding
 */
public record Extension(String oid, boolean critical, byte[] value) {
    /** Subject key identifier. */
    public static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /** Key usage. */
    public static final String KEY_USAGE = "2.5.29.15";
    /** Subject alternative names. */
    public static final String SUBJECT_ALTERNATIVE_NAMES = "2.5.29.17";
    /** Basic constraints. */
    public static final String BASIC_CONSTRAINTS = "2.5.29.19";
    /** CRL number. */
    public static final String CRL_NUMBER = "2.5.29.20";
    /** Authority key identifier. */
    public static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /** Extended key usage. */
    public static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    /** Extended key usage: TLS server. */
    public static final String SERVER = "1.3.6.1.5.5.7.3.1";
    /** Extended key usage: TLS client. */
    public static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** A certificate that may sign others, with no more than so many below it; a negative number means any. */
    public static Extension authority(int pathLength) {
        return new Extension(BASIC_CONSTRAINTS, true, DerWriter.sequenceOf(constraints -> {
            constraints.bool(true);
            if (pathLength >= 0) {
                constraints.integer(pathLength);
            }
        }));
    }

    /** A certificate that may not sign others. */
    public static Extension endEntity() {
        return new Extension(BASIC_CONSTRAINTS, true, DerWriter.sequenceOf(none -> { }));
    }

    /** What the key is for. */
    public static Extension keyUsage(Set<KeyPurpose> purposes) {
        boolean[] bits = new boolean[KeyPurpose.values().length];
        purposes.forEach(purpose -> bits[purpose.ordinal()] = true);
        return new Extension(KEY_USAGE, true, new DerWriter().namedBits(bits).toByteArray());
    }

    /** For which protocols: object identifiers such as {@link #SERVER}. */
    public static Extension extendedKeyUsage(List<String> purposes) {
        return new Extension(EXTENDED_KEY_USAGE, false, DerWriter.sequenceOf(list -> purposes.forEach(list::oid)));
    }

    /** Under which names and addresses the subject is reached. */
    public static Extension alternativeNames(List<String> hosts, List<InetAddress> addresses) {
        return new Extension(SUBJECT_ALTERNATIVE_NAMES, false, DerWriter.sequenceOf(names -> {
            hosts.forEach(host -> names.value(Tag.context(DNS_NAME), host.getBytes(StandardCharsets.US_ASCII)));
            addresses.forEach(address -> names.value(Tag.context(IP_ADDRESS), address.getAddress()));
        }));
    }

    /** The key's identifier, by which certificates find their issuers: SHA-1 of the key's bits (RFC 5280, 4.2.1.2). */
    public static Extension subjectKey(PublicKey key) {
        return new Extension(SUBJECT_KEY_IDENTIFIER, false, new DerWriter().octets(keyIdentifier(key)).toByteArray());
    }

    /** The issuer's key's identifier. */
    public static Extension authorityKey(PublicKey issuer) {
        return new Extension(AUTHORITY_KEY_IDENTIFIER, false,
                DerWriter.sequenceOf(identifier -> identifier.value(Tag.context(0), keyIdentifier(issuer))));
    }

    static byte[] keyIdentifier(PublicKey key) {
        try {
            DerReader info = new DerReader("public key", key.getEncoded()).sequence();
            info.skip();
            // A name for the key, not a protection: RFC 5280 chose SHA-1 for it.
            return MessageDigest.getInstance("SHA-1").digest(info.bits());
        } catch (DerException | NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no identifier of a key of " + key.getAlgorithm() + ": " + e.getMessage(), e);
        }
    }

    static void writeAll(DerWriter writer, List<Extension> extensions) {
        writer.sequence(list -> extensions.forEach(extension -> list.sequence(one -> {
            one.oid(extension.oid);
            if (extension.critical) {
                one.bool(true);
            }
            one.octets(extension.value);
        })));
    }

    static List<Extension> readAll(DerReader from) throws DerException {
        List<Extension> extensions = new ArrayList<>();
        DerReader list = from.sequence();
        while (list.hasNext()) {
            DerReader one = list.sequence();
            String oid = one.oid();
            boolean critical = one.isNext(Tag.BOOLEAN) && one.bool();
            extensions.add(new Extension(oid, critical, one.octets()));
            one.end();
        }
        return extensions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extension that && oid.equals(that.oid) && critical == that.critical
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * oid.hashCode() + Arrays.hashCode(value);
    }
}
