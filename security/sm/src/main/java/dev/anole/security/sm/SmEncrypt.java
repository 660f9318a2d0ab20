package dev.anole.security.sm;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.security.shangmi.pki.CmsDialect;
import dev.anole.security.shangmi.pki.ContentEncryption;
import dev.anole.security.shangmi.pki.EnvelopedData;
import dev.anole.security.shangmi.pki.Pem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** {@code sm encrypt}: a file for who has one of some keys: CMS EnvelopedData with SM4 and SM2. */
public final class SmEncrypt implements Journaled<SmEncrypt.Input> {
    /** Largest file: what is written, in Base64, must fit into the journal. */
    static final int PLAIN_BYTES_MAX = 8 << 20;

    /** What is encrypted, and for whom. */
    public record Input(
        @Described(en = "File to encrypt", zh = "要加密的文件", positional = true) Path file,
        @Described(en = "File for the result", zh = "结果文件", positional = true) Path target,
        @Described(en = "Files with the recipients' certificates", zh = "接收者证书文件") List<Path> to,
        @Described(en = "Object identifiers of the message: standard, or those of GM/T 0010", zh = "消息所用对象标识：标准，或 GM/T 0010", byDefault = "standard") CmsDialect dialect) {
        public Input {
            to = List.copyOf(to);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm encrypt");
    }

    @Override
    public Text summary() {
        return Text.of("Encrypts a file with SM4 for those who have the keys of certificates", "用 SM4 加密文件，仅证书密钥持有者可解");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        List<X509Certificate> recipients = new ArrayList<>();
        input.to().forEach(path -> recipients.add(Certificates.of(context.host(), path).getFirst()));
        if (recipients.isEmpty() || recipients.size() > EnvelopedData.RECIPIENTS_MAX) {
            throw OperationException.usage(Text.of("give 1 to " + EnvelopedData.RECIPIENTS_MAX + " certificates", "请给出 1 到 " + EnvelopedData.RECIPIENTS_MAX + " 张证书"),
                Text.of("--to FILE, once for each", "每张一个 --to FILE"));
        }
        byte[] plain = HostFile.whole(context.host(), input.file(), PLAIN_BYTES_MAX);
        try {
            byte[] message = EnvelopedData.encrypt(input.dialect(), plain, ContentEncryption.SM4, recipients).encoded();
            return new Change(Text.of("Encrypt " + HostFile.shown(input.file()) + " to " + HostFile.shown(input.target()), "将 " + HostFile.shown(input.file()) + " 加密到 " + HostFile.shown(input.target())),
                List.of(new NewFile(context).open(input.target(), new Pem(Pem.CMS, message))));
        } catch (GeneralSecurityException e) {
            throw OperationException.usage(Text.of("a certificate has no SM2 key: " + e.getMessage(), "有证书不含 SM2 密钥：" + e.getMessage()), Text.same(""));
        }
    }
}
