package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code KeyStore.getInstance("PKCS12-SM", "ShangMi")}: PKCS#12 with SM4 and SM3. It also reads stores with AES and
 * SHA-256; the JDK's own {@code "PKCS12"} holds SM2 keys and chains as well, under AES, when this provider is the first.
 *
 * <p>{@code "PKCS12-SM"} is written with SM4, HMAC-SM3 and a MAC of SM3; {@code "PKCS12-SM-OPENSSL"} with SM4, HMAC-SHA-256
 * and a MAC of SHA-256, which OpenSSL 3.0 reads.
 */
public sealed class Pkcs12KeyStoreSpi extends KeyStoreSpi {
    /** Longest file. */
    public static final int FILE_BYTES_MAX = 1 << 24;

    private static final int CHAIN_MAX = 64;

    /** {@code PKCS12-SM-OPENSSL}. */
    public static final class ForOpenssl extends Pkcs12KeyStoreSpi {
        /** For the provider. */
        public ForOpenssl() {
            super(PasswordEncryption.SM4_SHA256, Pkcs12Mac.SHA256);
        }
    }

    private sealed interface Entry {
        Date since();

        record Secret(byte[] encrypted, List<Certificate> chain, Date since) implements Entry { }

        record Trusted(Certificate certificate, Date since) implements Entry { }
    }

    private final PasswordEncryption how;
    private final Pkcs12Mac mac;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** For the provider: all of it ShangMi. */
    public Pkcs12KeyStoreSpi() {
        this(PasswordEncryption.SM4_SM3, Pkcs12Mac.SM3);
    }

    private Pkcs12KeyStoreSpi(PasswordEncryption how, Pkcs12Mac mac) {
        this.how = how;
        this.mac = mac;
    }

    private static String normal(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }

    private Optional<Entry> entry(String alias) {
        return Optional.ofNullable(entries.get(normal(alias)));
    }

    @Override
    public Key engineGetKey(String alias, char[] password) throws NoSuchAlgorithmException, UnrecoverableKeyException {
        if (!(entry(alias).orElse(null) instanceof Entry.Secret secret)) {
            return null;
        }
        try {
            return EncryptedPrivateKey.decrypt(secret.encrypted(), Objects.requireNonNullElse(password, new char[0]));
        } catch (DerException e) {
            throw (UnrecoverableKeyException) new UnrecoverableKeyException(e.getMessage()).initCause(e);
        }
    }

    @Override
    public Certificate[] engineGetCertificateChain(String alias) {
        return entry(alias).orElse(null) instanceof Entry.Secret secret && !secret.chain().isEmpty()
                ? secret.chain().toArray(Certificate[]::new) : null;
    }

    @Override
    public Certificate engineGetCertificate(String alias) {
        return switch (entry(alias).orElse(null)) {
            case Entry.Secret secret when !secret.chain().isEmpty() -> secret.chain().get(0);
            case Entry.Trusted trusted -> trusted.certificate();
            case null, default -> null;
        };
    }

    @Override
    public Date engineGetCreationDate(String alias) {
        return entry(alias).map(found -> (Date) found.since().clone()).orElse(null);
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) throws KeyStoreException {
        if (!(key instanceof PrivateKey secret)) {
            throw new KeyStoreException("this store holds private keys, not a key of " + key.getAlgorithm());
        }
        if (password == null) {
            throw new KeyStoreException("a private key needs a password: the store's own is what others expect");
        }
        try {
            put(alias, new Entry.Secret(EncryptedPrivateKey.encrypt(secret, password, how), chain(chain), new Date()));
        } catch (GeneralSecurityException e) {
            throw new KeyStoreException(e.getMessage(), e);
        }
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] encrypted, Certificate[] chain) throws KeyStoreException {
        put(alias, new Entry.Secret(encrypted.clone(), chain(chain), new Date()));
    }

    private static List<Certificate> chain(Certificate[] chain) throws KeyStoreException {
        if (chain == null || chain.length == 0 || chain.length > CHAIN_MAX) {
            throw new KeyStoreException("a private key stands with its chain of 1 to " + CHAIN_MAX + " certificates");
        }
        for (Certificate certificate : chain) {
            if (!(certificate instanceof X509Certificate)) {
                throw new KeyStoreException("a certificate of type " + certificate.getType() + ", not X.509");
            }
        }
        return List.of(chain);
    }

    private void put(String alias, Entry entry) throws KeyStoreException {
        if (entries.size() >= Pkcs12.BAGS_MAX / 2 && !entries.containsKey(normal(alias))) {
            throw new KeyStoreException("the store is full: " + entries.size() + " entries");
        }
        entries.put(normal(alias), entry);
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        if (entry(alias).orElse(null) instanceof Entry.Secret) {
            throw new KeyStoreException("'" + alias + "' is a private key: delete it first");
        }
        put(alias, new Entry.Trusted(chain(new Certificate[] {certificate}).get(0), new Date()));
    }

    @Override
    public void engineDeleteEntry(String alias) {
        entries.remove(normal(alias));
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(new ArrayList<>(entries.keySet()));
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return entry(alias).isPresent();
    }

    @Override
    public int engineSize() {
        return entries.size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return entry(alias).orElse(null) instanceof Entry.Secret;
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return entry(alias).orElse(null) instanceof Entry.Trusted;
    }

    @Override
    public String engineGetCertificateAlias(Certificate certificate) {
        return entries.keySet().stream().filter(alias -> certificate.equals(engineGetCertificate(alias))).findFirst().orElse(null);
    }

    @Override
    public void engineStore(OutputStream stream, char[] password) throws IOException, NoSuchAlgorithmException, CertificateException {
        if (password == null) {
            throw new IOException("a key store is written under a password");
        }
        List<Pkcs12.Bag> keys = new ArrayList<>();
        List<Pkcs12.Bag> certificates = new ArrayList<>();
        Set<Certificate> written = new HashSet<>();
        int number = 0;
        for (Map.Entry<String, Entry> one : entries.entrySet()) {
            switch (one.getValue()) {
                case Entry.Secret secret -> {
                    Optional<byte[]> id = Optional.of(ByteBuffer.allocate(Integer.BYTES).putInt(++number).array());
                    keys.add(new Pkcs12.Bag(secret.encrypted(), Optional.of(one.getKey()), id, false));
                    certificates.add(new Pkcs12.Bag(secret.chain().get(0).getEncoded(), Optional.of(one.getKey()), id, false));
                    for (Certificate further : secret.chain().subList(1, secret.chain().size())) {
                        if (written.add(further)) {
                            certificates.add(new Pkcs12.Bag(further.getEncoded(), Optional.empty(), Optional.empty(), false));
                        }
                    }
                }
                case Entry.Trusted trusted -> certificates.add(new Pkcs12.Bag(trusted.certificate().getEncoded(),
                        Optional.of(one.getKey()), Optional.empty(), true));
            }
        }
        try {
            stream.write(new Pkcs12(keys, certificates).encode(password, how, mac));
            stream.flush();
        } catch (NoSuchAlgorithmException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void engineLoad(InputStream stream, char[] password) throws IOException, NoSuchAlgorithmException, CertificateException {
        entries.clear();
        if (stream == null) {
            return;
        }
        byte[] file = stream.readNBytes(FILE_BYTES_MAX + 1);
        if (file.length > FILE_BYTES_MAX) {
            throw new IOException("a key store of more than " + FILE_BYTES_MAX + " bytes");
        }
        try {
            fill(Pkcs12.decode(file, Optional.ofNullable(password)));
        } catch (NoSuchAlgorithmException | CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void fill(Pkcs12 file) throws GeneralSecurityException {
        List<X509Certificate> certificates = file.certificateObjects();
        Date now = new Date();
        int number = 0;
        for (Pkcs12.Bag key : file.keys()) {
            number++;
            List<Certificate> chain = new ArrayList<>();
            for (int i = 0; i < certificates.size(); i++) {
                Optional<byte[]> id = file.certificates().get(i).keyId();
                if (id.isPresent() && key.keyId().isPresent() && Arrays.equals(id.get(), key.keyId().get())) {
                    chain.addAll(upwards(certificates.get(i), certificates));
                    break;
                }
            }
            put(key.name().orElse(Integer.toString(number)), new Entry.Secret(key.content(), chain, now));
        }
        for (int i = 0; i < certificates.size(); i++) {
            Pkcs12.Bag bag = file.certificates().get(i);
            if (bag.trusted()) {
                put(bag.name().orElse("certificate " + (i + 1)), new Entry.Trusted(certificates.get(i), now));
            }
        }
    }

    /** From a certificate over its issuers, as far as the store has them. */
    private static List<Certificate> upwards(X509Certificate first, List<X509Certificate> all) {
        List<Certificate> chain = new ArrayList<>(List.of(first));
        X509Certificate last = first;
        while (chain.size() < CHAIN_MAX && !last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
            X509Certificate from = last;
            Optional<X509Certificate> issuer = all.stream().filter(one -> !chain.contains(one)
                    && one.getSubjectX500Principal().equals(from.getIssuerX500Principal())).findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            last = issuer.get();
            chain.add(last);
        }
        return chain;
    }
}
