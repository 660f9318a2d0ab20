package dev.anole.security.sm;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.security.shangmi.pki.CertificateRequest;
import dev.anole.security.shangmi.pki.Extension;
import dev.anole.security.shangmi.pki.Issuer;
import dev.anole.security.shangmi.pki.KeyPurpose;
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sm ca issue}: a certificate for who asks. Of a request only name, key and alternative names are taken. */
public final class SmCaIssue implements Journaled<SmCaIssue.Input> {
    /** What a certificate is for. */
    public enum Purpose {
        /** A server of TLS, or the signing certificate of a TLCP server. */
        SERVER(EnumSet.of(KeyPurpose.DIGITAL_SIGNATURE), List.of(Extension.SERVER)),
        /** A client of TLS. */
        CLIENT(EnumSet.of(KeyPurpose.DIGITAL_SIGNATURE), List.of(Extension.CLIENT)),
        /** The encryption certificate of a TLCP pair, GB/T 38636. */
        ENCRYPTION(EnumSet.of(KeyPurpose.KEY_ENCIPHERMENT, KeyPurpose.DATA_ENCIPHERMENT, KeyPurpose.KEY_AGREEMENT), List.of()),
        /** An authority below this one. */
        AUTHORITY(EnumSet.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.REVOCATION_LIST_SIGNING), List.of());

        private final Set<KeyPurpose> usage;
        private final List<String> extended;

        Purpose(Set<KeyPurpose> usage, List<String> extended) {
            this.usage = usage;
            this.extended = extended;
        }

        List<Extension> extensions() {
            List<Extension> list = new ArrayList<>(List.of(this == AUTHORITY ? Extension.authority(0) : Extension.endEntity(), Extension.keyUsage(usage)));
            if (!extended.isEmpty()) {
                list.add(Extension.extendedKeyUsage(extended));
            }
            return list;
        }
    }

    /** What is issued. */
    public record Input(
        @Described(en = "File with the request", zh = "请求文件", positional = true) Path request,
        @Described(en = "File for the certificate", zh = "证书文件", positional = true) Path file,
        @Described(en = "Directory of the authority", zh = "颁发机构目录") Path ca,
        @Described(en = "What it is for", zh = "用途", byDefault = "server") Purpose purpose,
        @Described(en = "Valid for so many days", zh = "有效天数", byDefault = "365", min = 1, max = 36500, unit = "days") int days,
        @Described(en = "Passphrase of the authority's key", zh = "颁发机构密钥口令") Optional<Secret> passphrase) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm ca issue");
    }

    @Override
    public Text summary() {
        return Text.of("Issues a certificate for a request; it holds the authority's certificate as well", "依请求签发证书，文件中附上颁发机构证书");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        List<X509Certificate> chain = Certificates.of(context.host(), input.ca().resolve(SmCaCreate.CERTIFICATE_FILE));
        X509Certificate authority = chain.getFirst();
        Sm2PrivateKey key = Keys.privateKey(context.host(), input.ca().resolve(SmCaCreate.KEY_FILE), input.passphrase());
        CertificateRequest request = request(input, context);
        Instant now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(Duration.ofDays(input.days()));
        List<Text> notes = new ArrayList<>();
        if (until.isAfter(authority.getNotAfter().toInstant())) {
            until = authority.getNotAfter().toInstant();
            notes.add(Text.of("It ends with the authority's own certificate, on " + until + ".", "它随颁发机构证书于 " + until + " 到期。"));
        }
        List<Extension> extensions = new ArrayList<>(input.purpose().extensions());
        request.extensions().stream().filter(e -> e.oid().equals(Extension.SUBJECT_ALTERNATIVE_NAMES)).forEach(extensions::add);
        try {
            X509Certificate issued = new Issuer(authority.getSubjectX500Principal(), key, key.publicKey())
                .issue(request.subject(), request.key(), new Issuer.Validity(now, until), extensions);
            StringBuilder file = new StringBuilder(new Pem(Pem.CERTIFICATE, issued.getEncoded()).encode());
            for (X509Certificate above : chain) {
                file.append(new Pem(Pem.CERTIFICATE, above.getEncoded()).encode());
            }
            return new Change(Text.of("Issue a certificate to " + HostFile.shown(input.file()), "签发证书到 " + HostFile.shown(input.file())),
                List.of(new NewFile(context).open(input.file(), file.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII))), notes);
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("the authority's certificate has ended", "颁发机构证书已过期"), Text.of("make another: anole sm ca create", "请新建：anole sm ca create"));
        } catch (GeneralSecurityException e) {
            throw Keys.unfit(input.request(), "not a request that can be granted: " + e.getMessage(), "不是可以签发的请求：" + e.getMessage(), "");
        }
    }

    private static CertificateRequest request(Input input, Context context) {
        byte[] file = HostFile.small(context.host(), input.request());
        byte[] encoded = Keys.isPem(file) ? Keys.pem(input.request(), file).stream()
            .filter(b -> b.label().equals(Pem.CERTIFICATE_REQUEST) || b.label().equals("NEW CERTIFICATE REQUEST")).findFirst()
            .orElseThrow(() -> Keys.unfit(input.request(), "no certificate request", "不是证书请求", "")).bytes() : file;
        try {
            return CertificateRequest.decode(encoded);
        } catch (GeneralSecurityException e) {
            throw Keys.unfit(input.request(), "no certificate request (" + e.getMessage() + ")", "不是证书请求（" + e.getMessage() + "）", "");
        }
    }
}
