package dev.anole.security.sm;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import java.nio.file.Path;
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

    /** The private key of a file. */
    static Sm2PrivateKey privateKey(Host host, Path path) {
        byte[] file = HostFile.small(host, path);
        byte[] encoded = file;
        if (isPem(file)) {
            List<Pem> blocks = pem(path, file);
            Optional<Pem> key = blocks.stream().filter(b -> b.label().equals(Pem.PRIVATE_KEY)).findFirst();
            if (key.isEmpty() && blocks.stream().anyMatch(b -> b.label().equals(Pem.ENCRYPTED_PRIVATE_KEY))) {
                throw unfit(path, "an encrypted key", "加密的密钥", "decrypt it first: openssl pkcs8 -in " + HostFile.shown(path));
            }
            encoded = key.orElseThrow(() -> unfit(path, "no private key", "不是私钥", "")).bytes();
        }
        try {
            return Sm2PrivateKey.ofEncoded(encoded);
        } catch (InvalidKeyException e) {
            throw unfit(path, "no SM2 private key (" + e.getMessage() + ")", "不是 SM2 私钥（" + e.getMessage() + "）", "");
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

    static boolean isPem(byte[] file) {
        return new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    static List<Pem> pem(Path path, byte[] file) {
        try {
            return Pem.decode(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw unfit(path, "damaged: " + e.getMessage(), "已损坏：" + e.getMessage(), "");
        }
    }

    static OperationException unfit(Path path, String en, String zh, String remedy) {
        return OperationException.usage(Text.of(HostFile.shown(path) + " is " + en, HostFile.shown(path) + " " + zh), Text.same(remedy));
    }
}
