package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/** {@code sm verify}: whether a signature is one of a file, by a key. */
public final class SmVerify implements Operation<SmVerify.Input, SmVerify.Verdict> {
    /** What is verified, and with what. */
    public record Input(
        @Described(en = "File that was signed", zh = "被签名的文件", positional = true) Path file,
        @Described(en = "File with the public key or the certificate", zh = "公钥或证书文件") Path key,
        @Described(en = "Signature, DER in Base64", zh = "签名（DER，Base64）") String signature,
        @Described(en = "Signer's identity, as GB/T 32918.2 hashes it", zh = "签名者标识，按 GB/T 32918.2 参与杂凑", byDefault = "1234567812345678") String identity) {
    }

    /** What is answered. */
    public record Verdict(
        @Described(en = "good", zh = "有效") boolean good) implements Findings, Viewed {
        @Override
        public int findings() {
            return good ? 0 : 1;
        }

        @Override
        public View view() {
            return new View.Sentence(good ? Text.of("The signature is good.", "签名有效。")
                : Text.of("The signature is not one of this file by this key.", "这不是该密钥对此文件的签名。"));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm verify");
    }

    @Override
    public Text summary() {
        return Text.of("Whether a signature is one of a file, by an SM2 key", "检查 SM2 签名是否属于某文件和某密钥");
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
    public Output<Verdict> output() {
        return Output.value(Verdict.class);
    }

    @Override
    public Verdict run(Input input, Context context) throws InterruptedException {
        byte[] given;
        try {
            given = Base64.getDecoder().decode(input.signature().replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("the signature is not Base64: " + e.getMessage(), "签名不是 Base64：" + e.getMessage()), Text.same(""));
        }
        try {
            Signature signature = Signatures.begun(input.identity());
            signature.initVerify(Keys.publicKey(context.host(), input.key()));
            Signatures.feed(signature, context, input.file());
            return new Verdict(signature.verify(given));
        } catch (SignatureException e) {
            return new Verdict(false);   // what is no signature at all is not a good one either
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
