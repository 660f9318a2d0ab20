package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Contents;
import dev.anole.operation.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Contents in memory while a run is planned, in front of those on disk. Holds {@link Change#BYTES_MAX} bytes at most. */
final class Scratch implements Contents {
    private final Contents behind;
    private final Map<String, byte[]> held = new HashMap<>();
    private long bytes;

    Scratch(Contents behind) {
        this.behind = behind;
    }

    @Override
    public byte[] get(String sha256) {
        return find(sha256).orElseGet(() -> behind.get(sha256));
    }

    /** What is in memory of it. */
    Optional<byte[]> find(String sha256) {
        return Optional.ofNullable(held.get(sha256));
    }

    @Override
    public String put(byte[] content) {
        String sha256 = Digest.of(content);
        if (held.putIfAbsent(sha256, content) == null) {
            bytes += content.length;
            if (bytes > Change.BYTES_MAX) {
                throw Refusal.failed(
                    Text.of("one change would hold more than " + (Change.BYTES_MAX >> 20) + " MiB of content before and after",
                        "一次变更前后的内容合计超过 " + (Change.BYTES_MAX >> 20) + " MiB"),
                    Text.of("make it in several changes", "请分成几次变更"));
            }
        }
        return sha256;
    }
}
