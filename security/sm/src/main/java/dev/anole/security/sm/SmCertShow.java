package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.security.shangmi.Sm3;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code sm cert show}: what stands in certificates. */
public final class SmCertShow implements Operation<SmCertShow.Input, SmCertShow.Chain> {
    /** Which ones. */
    public record Input(
        @Described(en = "File with one certificate or a chain", zh = "含一张证书或证书链的文件", positional = true) Path file) {
    }

    /** One certificate. */
    public record Certificate(
        @Described(en = "subject", zh = "主体") String subject,
        @Described(en = "issuer", zh = "颁发者") String issuer,
        @Described(en = "names", zh = "名称") List<String> names,
        @Described(en = "from", zh = "生效") Instant from,
        @Described(en = "until", zh = "失效") Instant until,
        @Described(en = "key", zh = "密钥") String key,
        @Described(en = "signed with", zh = "签名算法") String algorithm,
        @Described(en = "authority", zh = "可签发") boolean authority,
        @Described(en = "serial number", zh = "序列号") String serial,
        @Described(en = "SM3 fingerprint", zh = "SM3 指纹") String fingerprint) {
        public Certificate {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(issuer, "issuer");
            names = List.copyOf(names);
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(algorithm, "algorithm");
            Objects.requireNonNull(serial, "serial");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }

        static Certificate of(X509Certificate c) {
            try {
                return new Certificate(HostFile.shown(c.getSubjectX500Principal().getName()), HostFile.shown(c.getIssuerX500Principal().getName()), alternatives(c),
                    c.getNotBefore().toInstant(), c.getNotAfter().toInstant(), keyName(c), HostFile.shown(c.getSigAlgName()), c.getBasicConstraints() >= 0,
                    c.getSerialNumber().toString(16), HexFormat.of().formatHex(Sm3.digest(c.getEncoded())));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);   // it was read from an encoding
            }
        }

        private static String keyName(X509Certificate c) {
            try {
                Keys.sm2(c.getPublicKey());
                return "SM2";
            } catch (InvalidKeyException e) {
                return c.getPublicKey().getAlgorithm();
            }
        }

        private static List<String> alternatives(X509Certificate c) {
            try {
                Collection<List<?>> names = Optional.ofNullable(c.getSubjectAlternativeNames()).orElse(List.of());
                return names.stream().map(n -> HostFile.shown(n.get(1) instanceof String s ? s : "type " + n.get(0))).toList();
            } catch (CertificateParsingException e) {
                return List.of("damaged");
            }
        }
    }

    /** What is answered. */
    public record Chain(
        @Described(en = "certificates", zh = "证书") List<Certificate> certificates) implements Viewed {
        public Chain {
            certificates = List.copyOf(certificates);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Certificate.class), certificates);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm cert show");
    }

    @Override
    public Text summary() {
        return Text.of("What stands in certificates", "显示证书内容");
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
    public Output<Chain> output() {
        return Output.value(Chain.class);
    }

    @Override
    public Chain run(Input input, Context context) {
        return new Chain(Certificates.of(context.host(), input.file()).stream().map(Certificate::of).toList());
    }
}
