package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.Tag;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * The file of a key store, PKCS#12 (RFC 7292): bags of encrypted keys and of certificates, and a MAC over all.
 *
 * @param keys encrypted private keys
 * @param certificates those of the keys, of their chains, and trusted ones
 */
record Pkcs12(List<Bag> keys, List<Bag> certificates) {
    /** More than this is no key store. */
    static final int BAGS_MAX = 4096;

    private static final int VERSION = 3;
    private static final String DATA = "1.2.840.113549.1.7.1";
    private static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    private static final String KEY_BAG = "1.2.840.113549.1.12.10.1.1";
    private static final String SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2";
    private static final String CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
    private static final String X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
    private static final String FRIENDLY_NAME = "1.2.840.113549.1.9.20";
    private static final String LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
    /** By which the JDK knows a certificate that is trusted, and not only part of a chain. */
    private static final String TRUSTED = "2.16.840.1.113894.746875.1.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /**
     * What one bag holds.
     *
     * @param content EncryptedPrivateKeyInfo, or a certificate
     * @param name by which a person calls it
     * @param keyId what a key and its certificate have in common
     * @param trusted whether a certificate stands for itself
     */
    record Bag(byte[] content, Optional<String> name, Optional<byte[]> keyId, boolean trusted) { }

    /** Writes the file; certificates under the password too. */
    byte[] encode(char[] password, PasswordEncryption how, Pkcs12Mac mac) throws GeneralSecurityException {
        byte[] keyContents = DerWriter.sequenceOf(bags -> keys.forEach(bag -> write(bags, bag, SHROUDED_KEY_BAG,
                value -> value.encoded(bag.content()))));
        byte[] certificateContents = DerWriter.sequenceOf(bags -> certificates.forEach(bag -> write(bags, bag, CERTIFICATE_BAG,
                value -> value.sequence(certificate -> certificate.oid(X509_CERTIFICATE)
                        .constructed(Tag.contextConstructed(0), octets -> octets.octets(bag.content()))))));
        PasswordEncryption.Sealed sealed = how.encrypt(password, certificateContents);
        byte[] safe = DerWriter.sequenceOf(contents -> {
            contents.sequence(plain -> plain.oid(DATA)
                    .constructed(Tag.contextConstructed(0), explicit -> explicit.octets(keyContents)));
            contents.sequence(encrypted -> encrypted.oid(ENCRYPTED_DATA)
                    .constructed(Tag.contextConstructed(0), explicit -> explicit.sequence(data -> data.integer(0)
                            .sequence(content -> content.oid(DATA).encoded(sealed.algorithm())
                                    .value(Tag.context(0), sealed.bytes())))));
        });
        DerWriter macData = new DerWriter();
        mac.write(macData, safe, password);
        return DerWriter.sequenceOf(store -> store.integer(VERSION)
                .sequence(content -> content.oid(DATA)
                        .constructed(Tag.contextConstructed(0), explicit -> explicit.octets(safe)))
                .encoded(macData.toByteArray()));
    }

    private static void write(DerWriter bags, Bag bag, String type, java.util.function.Consumer<DerWriter> value) {
        List<byte[]> attributes = new ArrayList<>();
        bag.name().ifPresent(name -> attributes.add(attribute(FRIENDLY_NAME, new DerWriter().bmp(name))));
        bag.keyId().ifPresent(id -> attributes.add(attribute(LOCAL_KEY_ID, new DerWriter().octets(id))));
        if (bag.trusted()) {
            attributes.add(attribute(TRUSTED, new DerWriter().oid(ANY_PURPOSE)));
        }
        bags.sequence(one -> one.oid(type).constructed(Tag.contextConstructed(0), value).setOf(attributes));
    }

    private static byte[] attribute(String oid, DerWriter value) {
        return DerWriter.sequenceOf(attribute -> attribute.oid(oid).value(Tag.SET, value.toByteArray()));
    }

    /**
     * Reads a file.
     *
     * @param password empty: the MAC is not verified, and encrypted bags are left out
     * @throws IOException for what is no such file; with an {@link UnrecoverableKeyException} as its cause when the
     *     password is wrong, as {@code KeyStore.load} says
     */
    static Pkcs12 decode(byte[] encoded, Optional<char[]> password) throws IOException, GeneralSecurityException {
        try {
            DerReader reader = new DerReader("PKCS#12 key store", encoded);
            DerReader store = reader.sequence();
            reader.end();
            store.integer(VERSION, VERSION);
            byte[] safe = data(store.sequence());
            if (password.isPresent() && store.hasNext() && !Pkcs12Mac.verify(store, safe, password.get())) {
                throw wrongPassword(null);
            }
            Pkcs12 file = new Pkcs12(new ArrayList<>(), new ArrayList<>());
            DerReader contents = new DerReader("PKCS#12 safe", safe).sequence();
            while (contents.hasNext()) {
                file.readContent(contents.sequence(), password);
            }
            return file;
        } catch (DerException e) {
            throw new IOException(e.getMessage() + (encoded.length > 1 && encoded[1] == (byte) 0x80
                    ? "; the file is in BER, convert it with openssl pkcs12" : ""), e);
        }
    }

    private static IOException wrongPassword(Exception cause) {
        UnrecoverableKeyException reason = new UnrecoverableKeyException("the key store's password is wrong, or it has been changed");
        reason.initCause(cause);
        return new IOException(reason.getMessage(), reason);
    }

    private static byte[] data(DerReader content) throws DerException {
        String type = content.oid();
        if (!type.equals(DATA)) {
            throw content.wrong("content of type " + type + ", which stands under no password");
        }
        DerReader explicit = content.enter(Tag.contextConstructed(0));
        content.end();
        byte[] octets = explicit.octets();
        explicit.end();
        return octets;
    }

    private void readContent(DerReader content, Optional<char[]> password) throws IOException, GeneralSecurityException {
        String type = content.oid();
        DerReader explicit = content.enter(Tag.contextConstructed(0));
        content.end();
        if (type.equals(DATA)) {
            readBags(explicit.octets());
            explicit.end();
            return;
        }
        if (!type.equals(ENCRYPTED_DATA)) {
            throw content.wrong("content of type " + type + ", which is not read here");
        }
        DerReader data = explicit.sequence();
        explicit.end();
        data.integer(0, 2);
        DerReader inner = data.sequence();
        inner.oid();
        byte[] algorithm = inner.element();
        byte[] encrypted = inner.content(Tag.context(0));
        inner.end();
        if (password.isEmpty()) {
            return;
        }
        try {
            readBags(PasswordEncryption.decrypt(new DerReader("PKCS#12 encryption", algorithm), encrypted, password.get()));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw wrongPassword(e);
        }
    }

    private void readBags(byte[] encoded) throws GeneralSecurityException {
        DerReader reader = new DerReader("PKCS#12 bags", encoded);
        DerReader bags = reader.sequence();
        reader.end();
        while (bags.hasNext()) {
            if (keys.size() + certificates.size() >= BAGS_MAX) {
                throw bags.wrong("more than " + BAGS_MAX + " bags");
            }
            DerReader bag = bags.sequence();
            String type = bag.oid();
            byte[] value = bag.element();
            Bag empty = readAttributes(bag);
            DerReader inner = new DerReader("PKCS#12 bag", value).enter(Tag.contextConstructed(0));
            switch (type) {
                case SHROUDED_KEY_BAG -> keys.add(new Bag(inner.element(), empty.name(), empty.keyId(), false));
                case KEY_BAG -> throw bag.wrong("a private key that is not encrypted, which no store should hold");
                case CERTIFICATE_BAG -> readCertificate(inner, empty);
                // Revocation lists, secrets and nested safes: not part of what a key store offers.
                default -> { }
            }
        }
    }

    private void readCertificate(DerReader inner, Bag attributes) throws DerException {
        DerReader certificate = inner.sequence();
        if (!certificate.oid().equals(X509_CERTIFICATE)) {
            return;
        }
        DerReader octets = certificate.enter(Tag.contextConstructed(0));
        certificate.end();
        certificates.add(new Bag(octets.octets(), attributes.name(), attributes.keyId(), attributes.trusted()));
        octets.end();
    }

    private static Bag readAttributes(DerReader bag) throws DerException {
        Optional<String> name = Optional.empty();
        Optional<byte[]> keyId = Optional.empty();
        boolean trusted = false;
        if (bag.hasNext()) {
            DerReader set = bag.set();
            while (set.hasNext()) {
                DerReader attribute = set.sequence();
                String oid = attribute.oid();
                DerReader values = attribute.set();
                attribute.end();
                switch (oid) {
                    case FRIENDLY_NAME -> name = Optional.of(values.text());
                    case LOCAL_KEY_ID -> keyId = Optional.of(values.octets());
                    case TRUSTED -> trusted = true;
                    default -> { }
                }
            }
        }
        bag.end();
        return new Bag(new byte[0], name, keyId, trusted);
    }

    /** The certificates as objects, in the file's order. */
    List<X509Certificate> certificateObjects() throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (Bag bag : certificates) {
            all.add(Issuer.certificate(bag.content()));
        }
        return all;
    }
}
