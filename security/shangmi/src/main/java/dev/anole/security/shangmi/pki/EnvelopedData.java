package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import dev.anole.security.shangmi.asn1.Tag;
import dev.anole.security.shangmi.sm2.Sm2Ciphertext;
import dev.anole.security.shangmi.sm2.Sm2Encryption;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.security.auth.x500.X500Principal;

/**
 * A message that only its recipients can read, RFC 5652 section 6 and GM/T 0010 section 9: a content key, encrypted with
 * SM2 for each recipient, and the content under that key.
 *
 * <p>Nothing in this format protects the content from being changed: sign it, and look at the signature before the text.
 */
public final class EnvelopedData {
    /** More recipients than any message has. */
    public static final int RECIPIENTS_MAX = 256;

    private static final int VERSION_MAX = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Recipient(X500Principal issuer, BigInteger serial, byte[] encryptedKey) { }

    private final CmsDialect dialect;
    private final List<Recipient> recipients;
    private final ContentEncryption.WithVector encryption;
    private final byte[] encrypted;
    private final byte[] encoded;

    private EnvelopedData(CmsDialect dialect, List<Recipient> recipients, ContentEncryption.WithVector encryption,
            byte[] encrypted, byte[] encoded) {
        this.dialect = dialect;
        this.recipients = List.copyOf(recipients);
        this.encryption = encryption;
        this.encrypted = encrypted;
        this.encoded = encoded;
    }

    /**
     * Encrypts.
     *
     * @param recipients certificates with SM2 keys
     */
    public static EnvelopedData encrypt(CmsDialect dialect, byte[] content, ContentEncryption encryption,
            List<X509Certificate> recipients) throws GeneralSecurityException {
        if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
            throw new IllegalArgumentException(recipients.size() + " recipients: 1 to " + RECIPIENTS_MAX + " are possible");
        }
        byte[] key = new byte[encryption.keyBytes()];
        RANDOM.nextBytes(key);
        byte[] iv = ContentEncryption.initialVector(RANDOM);
        try {
            byte[] encrypted = encryption.run(Cipher.ENCRYPT_MODE, key, iv, content);
            List<Recipient> all = new ArrayList<>();
            for (X509Certificate certificate : recipients) {
                Sm2PublicKey publicKey = Sm2PublicKey.ofEncoded(certificate.getPublicKey().getEncoded());
                all.add(new Recipient(certificate.getIssuerX500Principal(), certificate.getSerialNumber(),
                        Sm2Encryption.encrypt(publicKey, key, RANDOM).encode(Sm2Ciphertext.Layout.ASN1)));
            }
            return new EnvelopedData(dialect, all, new ContentEncryption.WithVector(encryption, iv), encrypted,
                    encode(dialect, all, encryption, iv, encrypted));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] encode(CmsDialect dialect, List<Recipient> recipients, ContentEncryption encryption, byte[] iv,
            byte[] encrypted) {
        int version = dialect == CmsDialect.GM ? 1 : 0;
        List<byte[]> infos = recipients.stream().map(recipient -> DerWriter.sequenceOf(info -> {
            info.integer(version);
            info.sequence(id -> id.encoded(recipient.issuer().getEncoded()).integer(recipient.serial()));
            info.sequence(algorithm -> algorithm.oid(GmOid.SM2_ENCRYPTION));
            info.octets(recipient.encryptedKey());
        })).toList();
        return DerWriter.sequenceOf(info -> info.oid(dialect.envelopedData())
                .constructed(Tag.contextConstructed(0), explicit -> explicit.sequence(data -> {
                    data.integer(version).setOf(infos);
                    data.sequence(content -> {
                        content.oid(dialect.data());
                        encryption.write(content, iv);
                        content.value(Tag.context(0), encrypted);
                    });
                })));
    }

    /**
     * Reads a message; nothing is decrypted yet.
     *
     * @throws GeneralSecurityException for what is none, or encrypted with an unknown cipher
     */
    public static EnvelopedData decode(byte[] encoded) throws GeneralSecurityException {
        DerReader reader = new DerReader("CMS enveloped data", encoded);
        DerReader info = reader.sequence();
        reader.end();
        String type = info.oid();
        CmsDialect dialect = type.equals(CmsDialect.GM.envelopedData()) ? CmsDialect.GM : CmsDialect.STANDARD;
        if (!type.equals(dialect.envelopedData())) {
            throw info.wrong("a message of type " + type + ", which is no enveloped data");
        }
        DerReader explicit = info.enter(Tag.contextConstructed(0));
        info.end();
        DerReader data = explicit.sequence();
        explicit.end();
        data.integer(0, VERSION_MAX);
        if (data.isNext(Tag.contextConstructed(0))) {
            data.skip();
        }
        List<Recipient> recipients = readRecipients(data.set());
        DerReader content = data.sequence();
        content.oid();
        ContentEncryption.WithVector encryption = ContentEncryption.read(content);
        byte[] encrypted = content.content(Tag.context(0));
        content.end();
        return new EnvelopedData(dialect, recipients, encryption, encrypted, encoded.clone());
    }

    private static List<Recipient> readRecipients(DerReader set) throws GeneralSecurityException {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; set.hasNext(); i++) {
            if (i == RECIPIENTS_MAX) {
                throw set.wrong("more than " + RECIPIENTS_MAX + " recipients");
            }
            if (!set.isNext(Tag.SEQUENCE)) {
                // Recipients by agreement or password: others may read it so.
                set.skip();
                continue;
            }
            DerReader info = set.sequence();
            int version = info.integer(0, 2);
            if (version == 2) {
                // By key identifier.
                continue;
            }
            DerReader id = info.sequence();
            X500Principal issuer = CertificateRequest.name(id);
            BigInteger serial = id.integer();
            id.end();
            SigningAlgorithm.readOid(info);
            recipients.add(new Recipient(issuer, serial, info.octets()));
            info.end();
        }
        return recipients;
    }

    /**
     * Decrypts.
     *
     * @param certificate tells which of the encrypted keys is for this recipient
     * @throws InvalidKeyException if none is
     * @throws BadPaddingException if the message has been changed, or is not for this key; which of the two is not told
     */
    public byte[] decrypt(X509Certificate certificate, Sm2PrivateKey privateKey) throws GeneralSecurityException {
        Recipient own = recipients.stream().filter(recipient -> recipient.serial().equals(certificate.getSerialNumber())
                && recipient.issuer().equals(certificate.getIssuerX500Principal())).findFirst()
                .orElseThrow(() -> new InvalidKeyException("the message is not for " + certificate.getSubjectX500Principal()));
        byte[] key = new byte[0];
        try {
            key = Sm2Encryption.decrypt(privateKey, Sm2Ciphertext.decode(own.encryptedKey(), Sm2Ciphertext.Layout.ASN1));
            if (key.length != encryption.algorithm().keyBytes()) {
                throw new BadPaddingException("a content key of " + key.length + " bytes");
            }
            return encryption.run(Cipher.DECRYPT_MODE, key, encrypted);
        } catch (BadPaddingException | javax.crypto.IllegalBlockSizeException e) {
            throw (BadPaddingException) new BadPaddingException(
                    "the message is not for this key, or has been changed").initCause(e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Under which object identifiers it stands. */
    public CmsDialect dialect() {
        return dialect;
    }

    /** A copy of the DER encoding. */
    public byte[] encoded() {
        return encoded.clone();
    }
}
