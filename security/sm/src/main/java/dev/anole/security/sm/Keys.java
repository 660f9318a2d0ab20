package dev.anole.security.sm;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Secret;
import dev.anole.operation.Text;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.pki.EncryptedPrivateKey;
import dev.anole.security.shangmi.pki.PasswordEncryption;
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;

/** SM2 keys in files: PKCS#8, SubjectPublicKeyInfo, or in a certificate; PEM or DER. */
final class Keys {
    /** The provider, without a place among the process's own. */
    static final Provider PROVIDER = new ShangMiProvider();

    private Keys() {
    }

    /** The private key of a file; of an encrypted one with its passphrase. */
    static Sm2PrivateKey privateKey(Host host, Path path, Optional<Secret> passphrase) {
        byte[] file = HostFile.small(host, path);
        byte[] encoded = file;
        if (isPem(file)) {
            List<Pem> blocks = pem(path, file);
            Optional<Pem> key = blocks.stream().filter(b -> b.label().equals(Pem.PRIVATE_KEY)).findFirst();
            Optional<Pem> encrypted = blocks.stream().filter(b -> b.label().equals(Pem.ENCRYPTED_PRIVATE_KEY)).findFirst();
            if (key.isEmpty() && encrypted.isPresent()) {
                return decrypted(path, encrypted.get().bytes(), passphrase);
            }
            encoded = key.orElseThrow(() -> unfit(path, "no private key", "不是私钥", "")).bytes();
        }
        try {
            return Sm2PrivateKey.ofEncoded(encoded);
        } catch (InvalidKeyException e) {
            throw unfit(path, "no SM2 private key (" + e.getMessage() + ")", "不是 SM2 私钥（" + e.getMessage() + "）", "");
        }
    }

    private static Sm2PrivateKey decrypted(Path path, byte[] encoded, Optional<Secret> passphrase) {
        Secret secret = passphrase.orElseThrow(() -> OperationException.usage(Text.of(HostFile.shown(path) + " is an encrypted key",
            HostFile.shown(path) + " 是加密的密钥"), Text.of("give its passphrase: --passphrase-file FILE", "请用 --passphrase-file FILE 给出口令")));
        try {
            return EncryptedPrivateKey.decrypt(encoded, secret.reveal().toCharArray()) instanceof Sm2PrivateKey key ? key : failNotSm2(path);
        } catch (GeneralSecurityException e) {
            throw unfit(path, "not opened: " + e.getMessage(), "无法打开：" + e.getMessage(), "");
        }
    }

    private static Sm2PrivateKey failNotSm2(Path path) {
        throw unfit(path, "no SM2 private key", "不是 SM2 私钥", "");
    }

    /** A private key as it is stored: encrypted with SM4 where there is a passphrase. */
    static Pem stored(Sm2PrivateKey key, Optional<Secret> passphrase) {
        try {
            return passphrase.isEmpty() ? new Pem(Pem.PRIVATE_KEY, key.getEncoded())
                : new Pem(Pem.ENCRYPTED_PRIVATE_KEY, EncryptedPrivateKey.encrypt(key, passphrase.get().reveal().toCharArray(), PasswordEncryption.SM4_SM3));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // key and algorithm are the library's own
        }
    }

    /** The public key of a file: of a public key, of a certificate, or of a private key. */
    static Sm2PublicKey publicKey(Host host, Path path) {
        byte[] file = HostFile.small(host, path);
        try {
            if (!isPem(file)) {
                return Sm2PublicKey.ofEncoded(file);
            }
            for (Pem block : pem(path, file)) {
                switch (block.label()) {
                    case Pem.PUBLIC_KEY -> {
                        return Sm2PublicKey.ofEncoded(block.bytes());
                    }
                    case Pem.PRIVATE_KEY -> {
                        return Sm2PrivateKey.ofEncoded(block.bytes()).publicKey();
                    }
                    case Pem.CERTIFICATE -> {
                        return sm2(Certificates.of(path, block.bytes()).getPublicKey());
                    }
                    default -> {
                        // Commentary, parameters, other people's blocks.
                    }
                }
            }
        } catch (InvalidKeyException e) {
            throw unfit(path, "no SM2 key (" + e.getMessage() + ")", "不是 SM2 密钥（" + e.getMessage() + "）", "");
        }
        throw unfit(path, "neither a public key nor a certificate", "既不是公钥也不是证书", "");
    }

    /** The key as SM2's own. */
    static Sm2PublicKey sm2(PublicKey key) throws InvalidKeyException {
        return switch (key) {
            case Sm2PublicKey own -> own;
            case ECPublicKey other -> Sm2PublicKey.of(other);
            default -> Sm2PublicKey.ofEncoded(key.getEncoded());
        };
    }

    /** PEM is ASCII; what is not becomes what no PEM has, and nothing is lost. */
    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    static boolean isPem(byte[] file) {
        return text(file).contains("-----BEGIN ");
    }

    static List<Pem> pem(Path path, byte[] file) {
        try {
            return Pem.decode(text(file));
        } catch (IllegalArgumentException e) {
            throw unfit(path, "damaged: " + e.getMessage(), "已损坏：" + e.getMessage(), "");
        }
    }

    static OperationException unfit(Path path, String en, String zh, String remedy) {
        return OperationException.usage(Text.of(HostFile.shown(path) + " is " + en, HostFile.shown(path) + " " + zh), Text.same(remedy));
    }
}
