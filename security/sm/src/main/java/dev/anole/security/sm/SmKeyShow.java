package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.security.shangmi.Sm3;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;

/** {@code sm key show}: the public half of a key, and by what people compare it. */
public final class SmKeyShow implements Operation<SmKeyShow.Input, SmKeyShow.Key> {
    /** Which one. */
    public record Input(
        @Described(en = "File with a private key, a public key or a certificate", zh = "含私钥、公钥或证书的文件", positional = true) Path file) {
    }

    /** What is answered. */
    public record Key(
        @Described(en = "point", zh = "公钥点") String point,
        @Described(en = "SM3 fingerprint", zh = "SM3 指纹") String fingerprint) {
        public Key {
            Objects.requireNonNull(point, "point");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm key show");
    }

    @Override
    public Text summary() {
        return Text.of("The public half of an SM2 key, and its fingerprint", "SM2 密钥的公开部分及指纹");
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
    public Output<Key> output() {
        return Output.value(Key.class);
    }

    @Override
    public Key run(Input input, Context context) {
        Sm2PublicKey key = Keys.publicKey(context.host(), input.file());
        return new Key(HexFormat.of().formatHex(key.encodedPoint()), HexFormat.of().formatHex(Sm3.digest(key.getEncoded())));
    }
}
