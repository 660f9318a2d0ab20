package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import dev.anole.security.shangmi.sm2.Sm2Identity;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;

/** SM2 signatures over files. */
final class Signatures {
    private Signatures() {
    }

    /** One that knows its identity, and no key yet. */
    static Signature begun(String identity) throws GeneralSecurityException {
        try {
            Signature signature = Signature.getInstance("SM3withSM2", Keys.PROVIDER);
            signature.setParameter(new Sm2Identity(identity));
            return signature;
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("the identity is too long: " + e.getMessage(), "标识过长：" + e.getMessage()), Text.same(""));
        }
    }

    /** Hashes a file. */
    static long feed(Signature signature, Context context, Path file) throws InterruptedException {
        return HostFile.read(context.host(), file, context.progress(), (bytes, count) -> {
            try {
                signature.update(bytes, 0, count);
            } catch (SignatureException e) {
                throw new IllegalStateException(e);   // it was initialised
            }
        });
    }
}
