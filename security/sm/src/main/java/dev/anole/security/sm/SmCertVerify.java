package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code sm cert verify}: whether a certificate leads to a root that is trusted. */
public final class SmCertVerify implements Operation<SmCertVerify.Input, SmCertVerify.Verdict> {
    /** What is verified, and whom one trusts. */
    public record Input(
        @Described(en = "File with the certificate, and those between it and the root", zh = "证书及其中间证书的文件", positional = true) Path file,
        @Described(en = "File with the roots that are trusted", zh = "受信根证书文件") Path roots) {
    }

    /** What is answered. */
    public record Verdict(
        @Described(en = "good", zh = "有效") boolean good,
        @Described(en = "subject", zh = "主体") String subject,
        @Described(en = "root", zh = "根") String root,
        @Described(en = "certificates on the way", zh = "路径长度") int length,
        @Described(en = "why not", zh = "原因") String why) implements Findings, Viewed {
        public Verdict {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(root, "root");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public int findings() {
            return good ? 0 : 1;
        }

        @Override
        public View view() {
            return new View.Sentence(good
                ? Text.of(subject + " leads to " + root + " by " + length + " certificate" + (length == 1 ? "" : "s") + ".", subject + " 经 " + length + " 张证书通向 " + root + "。")
                : Text.of(subject + " is not to be trusted: " + why + ".", subject + " 不可信：" + why + "。"));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm cert verify");
    }

    @Override
    public Text summary() {
        return Text.of("Whether a certificate leads to a root that is trusted, now", "检查证书此刻是否可追溯到受信根");
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
    public Verdict run(Input input, Context context) {
        List<X509Certificate> given = Certificates.of(context.host(), input.file());
        X509Certificate subject = given.getFirst();
        String name = HostFile.shown(subject.getSubjectX500Principal().getName());
        try {
            X509CertSelector itself = new X509CertSelector();
            itself.setCertificate(subject);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(Certificates.of(context.host(), input.roots()).stream()
                .map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()), itself);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(given)));
            // Lists of revoked certificates are their publisher's to give; none is fetched from where a certificate says.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(context.clock().instant()));
            var path = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
            return new Verdict(true, name, HostFile.shown(path.getTrustAnchor().getTrustedCert().getSubjectX500Principal().getName()),
                Math.max(1, path.getCertPath().getCertificates().size()), "");
        } catch (CertPathBuilderException e) {
            return new Verdict(false, name, "", 0, why(e));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // every JDK has these
        }
    }

    /** The builder wraps what the validator said. */
    private static String why(CertPathBuilderException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException v) {
                return String.valueOf(v.getMessage()).replaceAll("\\p{Cntrl}", " ");
            }
        }
        return "it leads to none of the roots";
    }
}
