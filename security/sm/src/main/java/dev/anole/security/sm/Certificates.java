package dev.anole.security.sm;

import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.pki.Pem;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Certificates in files, PEM or DER. They are the JDK's objects; with the provider installed those know SM2. */
final class Certificates {
    private Certificates() {
    }

    /** All certificates of a file, in its order; at least one. */
    static List<X509Certificate> of(Host host, Path path) {
        byte[] file = HostFile.small(host, path);
        if (!Keys.isPem(file)) {
            return List.of(of(path, file));
        }
        List<X509Certificate> found = Keys.pem(path, file).stream().filter(b -> b.label().equals(Pem.CERTIFICATE)).map(b -> of(path, b.bytes())).toList();
        if (found.isEmpty()) {
            throw Keys.unfit(path, "no certificate", "不是证书", "");
        }
        return found;
    }

    static X509Certificate of(Path path, byte[] encoded) {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw Keys.unfit(path, "no certificate (" + e.getMessage() + ")", "不是证书（" + e.getMessage() + "）", "");
        }
    }

    /** The JDK's factory; it asks the installed providers about keys. */
    static CertificateFactory factory() {
        ShangMiProvider.install();
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException(e);   // every JDK has it
        }
    }

    /** A name as it is typed: CN=server, O=Example. */
    static X500Principal subject(String typed) {
        try {
            return new X500Principal(typed);
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + HostFile.shown(typed) + "\" is not a distinguished name",
                "“" + HostFile.shown(typed) + "”不是可识别名"), Text.of("such as: CN=server.example.com, O=Example", "例如：CN=server.example.com, O=Example"));
        }
    }
}
