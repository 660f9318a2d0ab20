package dev.anole.operation.journal;

import dev.anole.operation.Contents;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, and contents of which only the digests are wanted. */
final class Digest implements Contents {
    /** Forgets what it is given: for comparing. */
    static final Contents ONLY = new Digest();

    private Digest() {
    }

    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public byte[] get(String sha256) {
        throw missing(sha256);
    }

    @Override
    public String put(byte[] bytes) {
        return of(bytes);
    }

    static OperationException missing(String sha256) {
        return Refusal.failed(Text.of("the content " + sha256 + " is not in the journal", "日志中没有内容 " + sha256),
            Text.of("it cannot be shown or put back", "无法显示或恢复它"));
    }
}
