package dev.anole.security.sm;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationName;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** {@code sm key create}: a new SM2 key in a file of its own, with its public key beside it. */
public final class SmKeyCreate implements Journaled<SmKeyCreate.Input> {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Where it goes. */
    public record Input(
        @Described(en = "File for the private key; its public key goes beside it, with .pub", zh = "私钥文件；公钥写在旁边，后缀 .pub", positional = true) Path file,
        @Described(en = "Passphrase under which it is encrypted, with SM4", zh = "加密密钥的口令（SM4）") Optional<Secret> passphrase) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm key create");
    }

    @Override
    public Text summary() {
        return Text.of("Makes an SM2 key: PKCS#8 that only its owner may read, and the public key", "生成 SM2 密钥：仅属主可读的 PKCS#8 及公钥");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        NewFile files = new NewFile(context);
        Sm2PrivateKey key = Sm2PrivateKey.generate(RANDOM);
        return new Change(Text.of("Make an SM2 key in " + HostFile.shown(input.file()), "在 " + HostFile.shown(input.file()) + " 生成 SM2 密钥"),
            List.of(files.secret(input.file(), Keys.stored(key, input.passphrase())),
                files.open(Path.of(input.file() + ".pub"), new Pem(Pem.PUBLIC_KEY, key.publicKey().getEncoded()))));
    }
}
