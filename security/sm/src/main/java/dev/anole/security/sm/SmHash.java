package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.security.shangmi.Sm3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code sm hash}: SM3 of files, or HMAC-SM3 with a key. */
public final class SmHash implements Operation<SmHash.Input, SmHash.Hashes> {
    /** Most files of one call. */
    private static final int FILES_MAX = 10_000;

    /** What is hashed. */
    public record Input(
        @Described(en = "Files", zh = "文件", positional = true) List<Path> files,
        @Described(en = "Key of an HMAC; without it a plain hash", zh = "HMAC 密钥；省略则为普通杂凑") Optional<Secret> key) {
        public Input {
            files = List.copyOf(files);
        }
    }

    /** One file. */
    public record Hash(
        @Described(en = "SM3", zh = "SM3") String sm3,
        @Described(en = "size", zh = "大小", unit = "bytes") long bytes,
        @Described(en = "file", zh = "文件") String file) {
        public Hash {
            Objects.requireNonNull(sm3, "sm3");
            Objects.requireNonNull(file, "file");
        }
    }

    /** What is answered. */
    public record Hashes(
        @Described(en = "hashes", zh = "杂凑值") List<Hash> hashes) implements Viewed {
        public Hashes {
            hashes = List.copyOf(hashes);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Hash.class), hashes);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm hash");
    }

    @Override
    public Text summary() {
        return Text.of("SM3 of files, or HMAC-SM3 with a key", "计算文件的 SM3，或带密钥的 HMAC-SM3");
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
    public Output<Hashes> output() {
        return Output.value(Hashes.class);
    }

    @Override
    public Hashes run(Input input, Context context) throws InterruptedException {
        if (input.files().isEmpty() || input.files().size() > FILES_MAX) {
            throw OperationException.usage(Text.of("give 1 to " + FILES_MAX + " files", "请给出 1 到 " + FILES_MAX + " 个文件"), Text.same(""));
        }
        List<Hash> hashes = new ArrayList<>();
        for (Path file : input.files()) {
            context.progress().step(Text.same(HostFile.shown(file)));
            hashes.add(hash(file, input.key(), context));
        }
        return new Hashes(hashes);
    }

    private static Hash hash(Path file, Optional<Secret> key, Context context) throws InterruptedException {
        byte[] digest = new byte[Sm3.DIGEST_BYTES];
        long bytes;
        if (key.isPresent()) {
            Mac mac = mac(key.get());
            bytes = HostFile.read(context.host(), file, context.progress(), (b, n) -> mac.update(b, 0, n));
            digest = mac.doFinal();
        } else {
            Sm3 sm3 = new Sm3();
            bytes = HostFile.read(context.host(), file, context.progress(), (b, n) -> sm3.update(b, 0, n));
            sm3.digest(digest, 0);
        }
        return new Hash(HexFormat.of().formatHex(digest), bytes, HostFile.shown(file));
    }

    private static Mac mac(Secret key) {
        if (key.isEmpty()) {
            throw OperationException.usage(Text.of("the key is empty", "密钥为空"), Text.same(""));
        }
        try {
            Mac mac = Mac.getInstance("HmacSM3", Keys.PROVIDER);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSM3"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // the provider has it, and takes any key
        }
    }
}
