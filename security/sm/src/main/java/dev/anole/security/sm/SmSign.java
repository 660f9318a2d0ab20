package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/** {@code sm sign}: an SM2 signature of a file. */
public final class SmSign implements Operation<SmSign.Input, SmSign.Signed> {
    /** What is signed, and by whom. */
    public record Input(
        @Described(en = "File to sign", zh = "要签名的文件", positional = true) Path file,
        @Described(en = "File with the private key", zh = "私钥文件") Path key,
        @Described(en = "Signer's identity, as GB/T 32918.2 hashes it", zh = "签名者标识，按 GB/T 32918.2 参与杂凑", byDefault = "1234567812345678") String identity,
        @Described(en = "Passphrase of the key", zh = "密钥口令") Optional<Secret> passphrase) {
    }

    /** What is answered. */
    public record Signed(
        @Described(en = "signature, DER in Base64", zh = "签名（DER，Base64）") String signature,
        @Described(en = "size signed", zh = "签名的数据量", unit = "bytes") long bytes) {
        public Signed {
            Objects.requireNonNull(signature, "signature");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm sign");
    }

    @Override
    public Text summary() {
        return Text.of("Signs a file with an SM2 key, SM3 and the signer's identity", "用 SM2 密钥、SM3 及签名者标识对文件签名");
    }

    @Override
    public Effect effect() {
        return Effect.READS_SECRETS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Signed> output() {
        return Output.value(Signed.class);
    }

    @Override
    public Signed run(Input input, Context context) throws InterruptedException {
        try {
            Signature signature = Signatures.begun(input.identity());
            signature.initSign(Keys.privateKey(context.host(), input.key(), input.passphrase()));
            long bytes = Signatures.feed(signature, context, input.file());
            return new Signed(Base64.getEncoder().encodeToString(signature.sign()), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // the key and the algorithm are this library's own
        }
    }
}
