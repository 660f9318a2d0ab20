package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A request for a certificate, PKCS#10 (RFC 2986). Whatever way it was made, its signature has been verified: whoever
 * wrote it has the private key.
 */
public final class CertificateRequest {
    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

    private final X500Principal subject;
    private final PublicKey key;
    private final List<Extension> extensions;
    private final byte[] encoded;

    private CertificateRequest(X500Principal subject, PublicKey key, List<Extension> extensions, byte[] encoded) {
        this.subject = subject;
        this.key = key;
        this.extensions = List.copyOf(extensions);
        this.encoded = encoded;
    }

    /** Writes and signs a request. */
    public static CertificateRequest sign(X500Principal subject, PublicKey key, PrivateKey privateKey,
            List<Extension> extensions) throws GeneralSecurityException {
        SigningAlgorithm algorithm = SigningAlgorithm.of(privateKey);
        byte[] info = DerWriter.sequenceOf(request -> {
            request.integer(0).encoded(subject.getEncoded()).encoded(key.getEncoded());
            request.constructed(Tag.contextConstructed(0), attributes -> {
                if (!extensions.isEmpty()) {
                    attributes.sequence(attribute -> attribute.oid(EXTENSION_REQUEST)
                            .constructed(Tag.SET, values -> Extension.writeAll(values, extensions)));
                }
            });
        });
        return new CertificateRequest(subject, key, extensions, Issuer.signed(info, algorithm, privateKey));
    }

    /**
     * Reads a request and verifies that its owner signed it.
     *
     * @throws SignatureException if the signature is wrong
     * @throws GeneralSecurityException for what is no request, or of an unknown algorithm
     */
    public static CertificateRequest decode(byte[] encoded) throws GeneralSecurityException {
        DerReader reader = new DerReader("certificate request", encoded);
        DerReader request = reader.sequence();
        reader.end();
        byte[] info = request.element();
        String oid = SigningAlgorithm.readOid(request);
        byte[] signature = request.bits();
        request.end();

        DerReader content = new DerReader("certificate request", info).sequence();
        content.integer(0, 0);
        X500Principal subject = name(content);
        PublicKey key = publicKey(content.element());
        List<Extension> extensions = content.hasNext() ? requested(content.enter(Tag.contextConstructed(0))) : List.of();
        content.end();
        if (!SigningAlgorithm.ofOid(oid, key).verify(key, info, signature)) {
            throw new SignatureException("the certificate request of " + subject + " is not signed with its own key");
        }
        return new CertificateRequest(subject, key, extensions, encoded.clone());
    }

    private static List<Extension> requested(DerReader attributes) throws DerException {
        List<Extension> extensions = List.of();
        while (attributes.hasNext()) {
            DerReader attribute = attributes.sequence();
            if (attribute.oid().equals(EXTENSION_REQUEST)) {
                DerReader values = attribute.set();
                extensions = Extension.readAll(values);
                values.end();
            } else {
                attribute.skip();
            }
            attribute.end();
        }
        return extensions;
    }

    static X500Principal name(DerReader reader) throws DerException {
        byte[] encoded = reader.element();
        try {
            return new X500Principal(encoded);
        } catch (IllegalArgumentException e) {
            throw reader.wrong("no distinguished name");
        }
    }

    static PublicKey publicKey(byte[] info) throws GeneralSecurityException {
        String algorithm = new DerReader("public key", info).sequence().sequence().oid();
        try {
            return Sm2PublicKey.ofEncoded(info);
        } catch (InvalidKeyException otherCurve) {
            String name = switch (algorithm) {
                case "1.2.840.10045.2.1" -> "EC";
                case "1.2.840.113549.1.1.1" -> "RSA";
                default -> throw new NoSuchAlgorithmException("keys of algorithm " + algorithm + " are not known here", otherCurve);
            };
            try {
                return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(info));
            } catch (InvalidKeySpecException e) {
                throw new InvalidKeyException(e.getMessage(), e);
            }
        }
    }

    /** Whom the certificate shall name. */
    public X500Principal subject() {
        return subject;
    }

    /** The key that it shall certify. */
    public PublicKey key() {
        return key;
    }

    /** What is asked for; an issuer need not grant it. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** A copy of the DER encoding. */
    public byte[] encoded() {
        return encoded.clone();
    }
}
