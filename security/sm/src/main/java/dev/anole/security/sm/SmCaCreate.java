package dev.anole.security.sm;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationName;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.pki.Issuer;
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code sm ca create}: a key and a certificate for itself: the root of others. */
public final class SmCaCreate implements Journaled<SmCaCreate.Input> {
    /** In the directory of an authority. */
    static final String KEY_FILE = "ca.key";
    static final String CERTIFICATE_FILE = "ca.pem";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What is made. */
    public record Input(
        @Described(en = "Directory for its key and certificate", zh = "密钥与证书所在目录", positional = true) Path directory,
        @Described(en = "Name, such as CN=Example Root, O=Example", zh = "名称，例如 CN=Example Root, O=Example") String subject,
        @Described(en = "Valid for so many days", zh = "有效天数", byDefault = "3650", min = 1, max = 36500, unit = "days") int days,
        @Described(en = "Passphrase under which its key is encrypted, with SM4", zh = "加密密钥的口令（SM4）") Optional<Secret> passphrase) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm ca create");
    }

    @Override
    public Text summary() {
        return Text.of("Makes an authority: an SM2 key, and a certificate that it signs for itself", "创建证书颁发机构：SM2 密钥及自签名证书");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        ShangMiProvider.install();
        NewFile files = new NewFile(context);
        Sm2PrivateKey key = Sm2PrivateKey.generate(RANDOM);
        Instant now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            X509Certificate root = new Issuer(Certificates.subject(input.subject()), key, key.publicKey())
                .issueRoot(new Issuer.Validity(now, now.plus(Duration.ofDays(input.days()))), -1);
            return new Change(Text.of("Make an authority in " + HostFile.shown(input.directory()), "在 " + HostFile.shown(input.directory()) + " 创建证书颁发机构"),
                List.of(files.secret(input.directory().resolve(KEY_FILE), Keys.stored(key, input.passphrase())),
                    files.open(input.directory().resolve(CERTIFICATE_FILE), new Pem(Pem.CERTIFICATE, root.getEncoded()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // key and algorithm are the library's own
        }
    }
}
