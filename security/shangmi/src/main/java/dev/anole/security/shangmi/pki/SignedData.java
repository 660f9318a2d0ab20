package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed message, RFC 5652 section 5 and GM/T 0010 section 8: content, or a reference to content that stands elsewhere,
 * certificates, and one signature or several.
 *
 * <p>{@link #verify} says who signed. Whether they are to be trusted is for a {@code CertPathValidator} to say, with the
 * certificates that it returns.
 */
public final class SignedData {
    /** More signers than any process needs. */
    public static final int SIGNERS_MAX = 64;
    /** More certificates than any chain has. */
    public static final int CERTIFICATES_MAX = 256;

    private static final int VERSION_1 = 1;
    private static final int VERSION_MAX = 5;

    private final CmsDialect dialect;
    private final Optional<byte[]> content;
    private final List<X509Certificate> certificates;
    private final List<SignerInfo> signers;
    private final byte[] encoded;

    private SignedData(CmsDialect dialect, Optional<byte[]> content, List<X509Certificate> certificates,
            List<SignerInfo> signers, byte[] encoded) {
        this.dialect = dialect;
        this.content = content;
        this.certificates = List.copyOf(certificates);
        this.signers = List.copyOf(signers);
        this.encoded = encoded;
    }

    /**
     * Who signs.
     *
     * @param key the private key
     * @param chain its certificate first, then those that a reader needs to get from it to a root
     */
    public record Signer(PrivateKey key, List<X509Certificate> chain) {
        /** Checks that there is a certificate. */
        public Signer {
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("a signer needs at least its own certificate");
            }
            chain = List.copyOf(chain);
        }
    }

    /**
     * Signs.
     *
     * @param detached leaves the content out of the message
     * @param time is signed too
     */
    public static SignedData sign(CmsDialect dialect, byte[] content, boolean detached, List<Signer> signers, Instant time)
            throws GeneralSecurityException {
        if (signers.isEmpty() || signers.size() > SIGNERS_MAX) {
            throw new IllegalArgumentException(signers.size() + " signers: 1 to " + SIGNERS_MAX + " are possible");
        }
        List<SignerInfo> infos = new ArrayList<>();
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        Set<SigningAlgorithm> algorithms = new LinkedHashSet<>();
        for (Signer signer : signers) {
            infos.add(SignerInfo.sign(dialect, signer, content, time));
            algorithms.add(SigningAlgorithm.of(signer.key()));
            certificates.addAll(signer.chain());
        }
        List<byte[]> encodedCertificates = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            encodedCertificates.add(certificate.getEncoded());
        }
        List<byte[]> digests = algorithms.stream().map(SignedData::digestIdentifier).toList();
        byte[] encoded = DerWriter.sequenceOf(info -> info.oid(dialect.signedData())
                .constructed(Tag.contextConstructed(0), explicit -> explicit.sequence(data -> {
                    data.integer(VERSION_1).setOf(digests);
                    data.sequence(inner -> {
                        inner.oid(dialect.data());
                        if (!detached) {
                            inner.constructed(Tag.contextConstructed(0), octets -> octets.octets(content));
                        }
                    });
                    data.setOf(Tag.contextConstructed(0), encodedCertificates);
                    data.setOf(infos.stream().map(SignerInfo::encoded).toList());
                })));
        return new SignedData(dialect, detached ? Optional.empty() : Optional.of(content.clone()),
                List.copyOf(certificates), infos, encoded);
    }

    private static byte[] digestIdentifier(SigningAlgorithm algorithm) {
        DerWriter writer = new DerWriter();
        algorithm.writeDigest(writer);
        return writer.toByteArray();
    }

    /**
     * Reads a message; nothing is verified yet.
     *
     * @throws GeneralSecurityException for what is none
     */
    public static SignedData decode(byte[] encoded) throws GeneralSecurityException {
        DerReader reader = new DerReader("CMS signed data", encoded);
        DerReader info = reader.sequence();
        reader.end();
        String type = info.oid();
        CmsDialect dialect = type.equals(CmsDialect.GM.signedData()) ? CmsDialect.GM : CmsDialect.STANDARD;
        if (!type.equals(dialect.signedData())) {
            throw info.wrong("a message of type " + type + ", which is no signed data");
        }
        DerReader explicit = info.enter(Tag.contextConstructed(0));
        info.end();
        DerReader data = explicit.sequence();
        explicit.end();
        data.integer(VERSION_1, VERSION_MAX);
        data.set();
        DerReader inner = data.sequence();
        inner.oid();
        Optional<byte[]> content = Optional.empty();
        if (inner.hasNext()) {
            DerReader octets = inner.enter(Tag.contextConstructed(0));
            content = Optional.of(octets.octets());
            octets.end();
        }
        inner.end();
        List<X509Certificate> certificates = new ArrayList<>();
        if (data.isNext(Tag.contextConstructed(0))) {
            readCertificates(data.enter(Tag.contextConstructed(0)), certificates);
        }
        if (data.isNext(Tag.contextConstructed(1))) {
            data.skip();
        }
        List<SignerInfo> signers = new ArrayList<>();
        DerReader set = data.set();
        data.end();
        while (set.hasNext()) {
            if (signers.size() == SIGNERS_MAX) {
                throw set.wrong("more than " + SIGNERS_MAX + " signers");
            }
            signers.add(SignerInfo.decode(set.element()));
        }
        return new SignedData(dialect, content, certificates, signers, encoded.clone());
    }

    private static void readCertificates(DerReader set, List<X509Certificate> into) throws GeneralSecurityException {
        while (set.hasNext()) {
            if (into.size() == CERTIFICATES_MAX) {
                throw set.wrong("more than " + CERTIFICATES_MAX + " certificates");
            }
            if (set.isNext(Tag.SEQUENCE)) {
                into.add(Issuer.certificate(set.element()));
            } else {
                // Attribute certificates and other kinds say nothing about signers here.
                set.skip();
            }
        }
    }

    /** Verifies a message that carries its content. */
    public List<X509Certificate> verify() throws GeneralSecurityException {
        return verify(content.orElseThrow(() -> new SignatureException("the message does not carry its content: pass it")));
    }

    /**
     * Verifies every signature over this content.
     *
     * @return the certificate of each signer, in the message's order; at least one
     * @throws SignatureException if one is wrong, there is none, or its certificate is not in the message
     */
    public List<X509Certificate> verify(byte[] over) throws GeneralSecurityException {
        if (signers.isEmpty()) {
            throw new SignatureException("nobody has signed this message");
        }
        if (content.isPresent() && !java.util.Arrays.equals(content.get(), over)) {
            throw new SignatureException("the message carries other content than was passed");
        }
        List<X509Certificate> verified = new ArrayList<>();
        for (SignerInfo signer : signers) {
            X509Certificate certificate = certificates.stream().filter(signer::isBy).findFirst()
                    .orElseThrow(() -> new SignatureException("the certificate of a signer is not in the message"));
            signer.verify(certificate, over);
            verified.add(certificate);
        }
        return verified;
    }

    /** Under which object identifiers it stands. */
    public CmsDialect dialect() {
        return dialect;
    }

    /** A copy of the content, if the message carries it. */
    public Optional<byte[]> content() {
        return content.map(byte[]::clone);
    }

    /** All certificates that it carries; none has been checked. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** A copy of the DER encoding. */
    public byte[] encoded() {
        return encoded.clone();
    }
}
