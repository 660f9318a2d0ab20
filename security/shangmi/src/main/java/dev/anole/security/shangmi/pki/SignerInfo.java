package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** One signature of a signed message, RFC 5652 section 5.3. */
final class SignerInfo {
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_TIME = "1.2.840.113549.1.9.5";
    private static final int BY_ISSUER = 1;
    private static final int BY_KEY = 3;

    /** By which certificate: of this issuer and number, or with this key identifier. */
    private sealed interface Certificate {
        record Numbered(X500Principal issuer, BigInteger serial) implements Certificate { }

        record Keyed(byte[] identifier) implements Certificate { }
    }

    private final Certificate by;
    private final String digestOid;
    private final String signatureOid;
    /** The signed attributes as they were signed: as a SET. */
    private final Optional<byte[]> attributes;
    private final byte[] signature;
    private final byte[] encoded;

    private SignerInfo(Certificate by, String digestOid, String signatureOid, Optional<byte[]> attributes, byte[] signature,
            byte[] encoded) {
        this.by = by;
        this.digestOid = digestOid;
        this.signatureOid = signatureOid;
        this.attributes = attributes;
        this.signature = signature;
        this.encoded = encoded;
    }

    static SignerInfo sign(CmsDialect dialect, SignedData.Signer signer, byte[] content, Instant time)
            throws GeneralSecurityException {
        SigningAlgorithm algorithm = SigningAlgorithm.of(signer.key());
        X509Certificate certificate = signer.chain().get(0);
        byte[] digest = algorithm.messageDigest().digest(content);
        byte[] attributes = new DerWriter().setOf(List.of(
                attribute(CONTENT_TYPE, new DerWriter().oid(dialect.data())),
                attribute(MESSAGE_DIGEST, new DerWriter().octets(digest)),
                attribute(SIGNING_TIME, new DerWriter().time(time)))).toByteArray();
        byte[] signature = algorithm.sign(signer.key(), attributes);
        X500Principal issuer = certificate.getIssuerX500Principal();
        byte[] encoded = DerWriter.sequenceOf(info -> {
            info.integer(BY_ISSUER);
            info.sequence(id -> id.encoded(issuer.getEncoded()).integer(certificate.getSerialNumber()));
            algorithm.writeDigest(info);
            info.encoded(tagged(attributes, Tag.contextConstructed(0)));
            info.sequence(identifier -> identifier.oid(dialect.signature(algorithm)));
            info.octets(signature);
        });
        return new SignerInfo(new Certificate.Numbered(issuer, certificate.getSerialNumber()), algorithm.digestOid(),
                dialect.signature(algorithm), Optional.of(attributes), signature, encoded);
    }

    private static byte[] attribute(String oid, DerWriter value) {
        return DerWriter.sequenceOf(attribute -> attribute.oid(oid).value(Tag.SET, value.toByteArray()));
    }

    /** Attributes stand in the message as [0] and are signed as a SET: only the tag differs. */
    private static byte[] tagged(byte[] encoding, int tag) {
        byte[] other = encoding.clone();
        other[0] = (byte) tag;
        return other;
    }

    static SignerInfo decode(byte[] encoded) throws GeneralSecurityException {
        DerReader info = new DerReader("CMS signer", encoded).sequence();
        int version = info.integer(BY_ISSUER, BY_KEY);
        Certificate by;
        if (version == BY_KEY) {
            by = new Certificate.Keyed(info.content(Tag.context(0)));
        } else {
            DerReader id = info.sequence();
            by = new Certificate.Numbered(CertificateRequest.name(id), id.integer());
            id.end();
        }
        String digestOid = SigningAlgorithm.readOid(info);
        Optional<byte[]> attributes = Optional.empty();
        if (info.isNext(Tag.contextConstructed(0))) {
            attributes = Optional.of(tagged(info.element(), Tag.SET));
        }
        String signatureOid = SigningAlgorithm.readOid(info);
        byte[] signature = info.octets();
        if (info.isNext(Tag.contextConstructed(1))) {
            // Unsigned attributes, such as a time stamp: they prove nothing here.
            info.skip();
        }
        info.end();
        return new SignerInfo(by, digestOid, signatureOid, attributes, signature, encoded);
    }

    byte[] encoded() {
        return encoded;
    }

    boolean isBy(X509Certificate certificate) {
        return switch (by) {
            case Certificate.Numbered numbered -> certificate.getSerialNumber().equals(numbered.serial())
                    && certificate.getIssuerX500Principal().equals(numbered.issuer());
            case Certificate.Keyed keyed -> Arrays.equals(keyIdentifier(certificate), keyed.identifier());
        };
    }

    private static byte[] keyIdentifier(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.SUBJECT_KEY_IDENTIFIER);
        if (value == null) {
            return Extension.keyIdentifier(certificate.getPublicKey());
        }
        try {
            return new DerReader("key identifier", new DerReader("extension", value).octets()).octets();
        } catch (DerException e) {
            return new byte[0];
        }
    }

    void verify(X509Certificate certificate, byte[] content) throws GeneralSecurityException {
        SigningAlgorithm algorithm = SigningAlgorithm.ofOid(signatureOid, certificate.getPublicKey());
        if (!algorithm.digestOid().equals(digestOid)) {
            throw new SignatureException("the digest " + digestOid + " does not go with the signature " + signatureOid);
        }
        byte[] signed = content;
        if (attributes.isPresent()) {
            checkAttributes(attributes.get(), algorithm.messageDigest().digest(content));
            signed = attributes.get();
        }
        if (!algorithm.verify(certificate.getPublicKey(), signed, signature)) {
            throw new SignatureException("the signature of " + certificate.getSubjectX500Principal() + " is wrong");
        }
    }

    private static void checkAttributes(byte[] attributes, byte[] digest) throws GeneralSecurityException {
        Map<String, byte[]> values = new HashMap<>();
        DerReader set = new DerReader("CMS signed attributes", attributes).set();
        while (set.hasNext()) {
            DerReader attribute = set.sequence();
            String oid = attribute.oid();
            DerReader value = attribute.set();
            attribute.end();
            if (values.put(oid, value.element()) != null) {
                throw set.wrong("the attribute " + oid + " twice");
            }
        }
        if (!values.containsKey(CONTENT_TYPE) || !values.containsKey(MESSAGE_DIGEST)) {
            throw new SignatureException("the signed attributes lack the content's type or its digest");
        }
        byte[] stated = new DerReader("CMS message digest", values.get(MESSAGE_DIGEST)).octets();
        if (!MessageDigest.isEqual(stated, digest)) {
            throw new SignatureException("the content is not what was signed: its digest differs");
        }
    }
}
