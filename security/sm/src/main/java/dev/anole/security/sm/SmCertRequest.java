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
import dev.anole.security.shangmi.pki.Pem;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** {@code sm cert request}: asks an authority for a certificate, PKCS#10. */
public final class SmCertRequest implements Journaled<SmCertRequest.Input> {
    /** What is asked for. */
    public record Input(
        @Described(en = "File for the request", zh = "请求文件", positional = true) Path file,
        @Described(en = "File with the private key", zh = "私钥文件") Path key,
        @Described(en = "Name, such as CN=server.example.com, O=Example", zh = "名称，例如 CN=server.example.com, O=Example") String subject,
        @Described(en = "Host names under which it is reached", zh = "访问用的主机名") List<String> host,
        @Described(en = "Addresses under which it is reached", zh = "访问用的地址") List<String> address,
        @Described(en = "Passphrase of the key", zh = "密钥口令") Optional<Secret> passphrase) {
        public Input {
            host = List.copyOf(host);
            address = List.copyOf(address);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("sm cert request");
    }

    @Override
    public Text summary() {
        return Text.of("Writes a request for a certificate of an SM2 key", "为 SM2 密钥生成证书请求");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        Sm2PrivateKey key = Keys.privateKey(context.host(), input.key(), input.passphrase());
        List<Extension> extensions = input.host().isEmpty() && input.address().isEmpty() ? List.of()
            : List.of(Extension.alternativeNames(input.host().stream().map(SmCertRequest::hostName).toList(),
                input.address().stream().map(SmCertRequest::address).toList()));
        try {
            CertificateRequest request = CertificateRequest.sign(Certificates.subject(input.subject()), key.publicKey(), key, extensions);
            return new Change(Text.of("Write a certificate request to " + HostFile.shown(input.file()), "将证书请求写入 " + HostFile.shown(input.file())),
                List.of(new NewFile(context).open(input.file(), new Pem(Pem.CERTIFICATE_REQUEST, request.encoded()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);   // key and algorithm are the library's own
        }
    }

    /** RFC 1034's letters, with a star for the first label. */
    private static String hostName(String name) {
        if (!name.matches("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*") || name.length() > 253) {
            throw OperationException.usage(Text.of("\"" + HostFile.shown(name) + "\" is not a host name", "“" + HostFile.shown(name) + "”不是主机名"),
                Text.of("names of other scripts are written in punycode", "其他文字的域名请写成 punycode"));
        }
        return name;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + HostFile.shown(literal) + "\" is not an address", "“" + HostFile.shown(literal) + "”不是地址"),
                Text.of("such as 192.0.2.1 or 2001:db8::1", "例如 192.0.2.1 或 2001:db8::1"));
        }
    }
}
