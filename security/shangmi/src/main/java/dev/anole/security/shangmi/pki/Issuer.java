package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Who signs certificates and revocation lists (RFC 5280): a name and a key. What is issued are the JDK's own objects, so
 * {@link ShangMiProvider#install} comes first.
 *
 * @param name as it stands in what is issued
 * @param key signs
 * @param publicKey belongs to it
 */
public record Issuer(X500Principal name, PrivateKey key, PublicKey publicKey) {
    /** Serial numbers have 127 random bits: unforeseeable, positive, and below RFC 5280's 20 bytes. */
    private static final int SERIAL_BITS = 127;
    private static final int VERSION_3 = 2;
    private static final int CRL_VERSION_2 = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** An issuer of a name and a pair. */
    public Issuer(X500Principal name, KeyPair pair) {
        this(name, pair.getPrivate(), pair.getPublic());
    }

    /** When something is valid, in whole seconds. */
    public record Validity(Instant from, Instant until) {
        /** Checks the order. */
        public Validity {
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException("valid until " + until + " but only from " + from);
            }
        }
    }

    /** A certificate for itself: the root of chains. */
    public X509Certificate issueRoot(Validity validity, int pathLength) throws GeneralSecurityException {
        return issue(name, publicKey, validity, List.of(Extension.authority(pathLength),
                Extension.keyUsage(java.util.EnumSet.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.REVOCATION_LIST_SIGNING))));
    }

    /**
     * Issues a certificate. Key identifiers are added to the extensions.
     *
     * @param extensions what the subject may do and is called: the caller has decided each
     */
    public X509Certificate issue(X500Principal subject, PublicKey subjectKey, Validity validity, List<Extension> extensions)
            throws GeneralSecurityException {
        SigningAlgorithm algorithm = SigningAlgorithm.of(key);
        List<Extension> all = new ArrayList<>(extensions);
        all.add(Extension.subjectKey(subjectKey));
        all.add(Extension.authorityKey(publicKey));
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
        byte[] info = DerWriter.sequenceOf(certificate -> {
            certificate.constructed(Tag.contextConstructed(0), version -> version.integer(VERSION_3));
            certificate.integer(serial);
            algorithm.write(certificate);
            certificate.encoded(name.getEncoded());
            certificate.sequence(times -> times.time(validity.from()).time(validity.until()));
            certificate.encoded(subject.getEncoded()).encoded(subjectKey.getEncoded());
            certificate.constructed(Tag.contextConstructed(3), list -> Extension.writeAll(list, all));
        });
        return certificate(signed(info, algorithm, key));
    }

    /**
     * Signs a list of certificates that are valid no more.
     *
     * @param revoked serial numbers, and when each was revoked
     * @param number grows with each list
     */
    public X509CRL revoke(Map<BigInteger, Instant> revoked, Validity validity, long number) throws GeneralSecurityException {
        SigningAlgorithm algorithm = SigningAlgorithm.of(key);
        byte[] info = DerWriter.sequenceOf(list -> {
            list.integer(CRL_VERSION_2);
            algorithm.write(list);
            list.encoded(name.getEncoded()).time(validity.from()).time(validity.until());
            if (!revoked.isEmpty()) {
                list.sequence(entries -> revoked.forEach((serial, when) ->
                        entries.sequence(entry -> entry.integer(serial).time(when))));
            }
            list.constructed(Tag.contextConstructed(0), extensions -> Extension.writeAll(extensions, List.of(
                    Extension.authorityKey(publicKey),
                    new Extension(Extension.CRL_NUMBER, false, new DerWriter().integer(number).toByteArray()))));
        });
        return (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(signed(info, algorithm, key)));
    }

    /** SEQUENCE { what is signed, by what, the signature }: certificates, lists and requests alike. */
    static byte[] signed(byte[] info, SigningAlgorithm algorithm, PrivateKey key) throws GeneralSecurityException {
        byte[] signature = algorithm.sign(key, info);
        return DerWriter.sequenceOf(whole -> {
            whole.encoded(info);
            algorithm.write(whole);
            whole.bits(signature);
        });
    }

    /** The JDK's certificate of an encoding: needs {@link ShangMiProvider#install} when the key is one of SM2. */
    static X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
