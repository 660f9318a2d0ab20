package dev.anole.security.sm;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationName;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.security.shangmi.pki.EnvelopedData;
import dev.anole.security.shangmi.pki.Pem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** {@code sm decrypt}: what {@code sm encrypt}, or anybody with CMS, has encrypted for an SM2 key. */
public final class SmDecrypt implements Journaled<SmDecrypt.Input> {
    /** Base64 and the message around it. */
    private static final int MESSAGE_BYTES_MAX = 2 * SmEncrypt.PLAIN_BYTES_MAX;

    /** What is decrypted, and by whom. */
    public record Input(
        @Described(en = "File to decrypt", zh = "要解密的文件", positional = true) Path file,
        @Described(en = "File for the content; only its owner may read it", zh = "内容文件，仅属主可读", positional = true) Path target,
        @Described(en = "File with the private key", zh = "私钥文件") Path key,
        @Described(en = "File with its certificate", zh = "证书文件") Path cert,
        @Described(en = "Passphrase of the key", zh = "密钥口令") Optional<Secret> passphrase) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm decrypt");
    }

    @Override
    public Text summary() {
        return Text.of("Decrypts a message that was encrypted for an SM2 certificate", "解密为 SM2 证书加密的消息");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        byte[] file = HostFile.whole(context.host(), input.file(), MESSAGE_BYTES_MAX);
        byte[] message = Keys.isPem(file) ? Keys.pem(input.file(), file).stream().filter(b -> b.label().equals(Pem.CMS) || b.label().equals("PKCS7")).findFirst()
            .orElseThrow(() -> Keys.unfit(input.file(), "no encrypted message", "不是加密消息", "")).bytes() : file;
        try {
            byte[] plain = EnvelopedData.decode(message).decrypt(Certificates.of(context.host(), input.cert()).getFirst(),
                Keys.privateKey(context.host(), input.key(), input.passphrase()));
            return new Change(Text.of("Decrypt " + HostFile.shown(input.file()) + " to " + HostFile.shown(input.target()), "将 " + HostFile.shown(input.file()) + " 解密到 " + HostFile.shown(input.target())),
                List.of(new NewFile(context).secret(input.target(), plain)));
        } catch (GeneralSecurityException e) {
            throw Keys.unfit(input.file(), "not decrypted: " + e.getMessage(), "无法解密：" + e.getMessage(), "");
        }
    }
}
