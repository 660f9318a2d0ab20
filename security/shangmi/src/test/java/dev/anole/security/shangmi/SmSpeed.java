package dev.anole.security.shangmi;

import com.tencent.kona.crypto.KonaCryptoProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * MB per second of a thread's CPU time, of every tier that works here and of every peer that is installed. Subjects of one
 * line take turns in slices, forwards and backwards (A B C C B A), so that what else the machine does falls on all alike; the
 * median of the slices is printed with the middle half of them. Run with {@code -Xbatch}; {@code bench/sm-speed.sh} does.
 */
final class SmSpeed {
    private static final long SLICE_NANOS = 12_000_000;
    private static final int TURNS = 10;
    private static final int CALLS_BETWEEN_LOOKS = 8;
    private static final int BATCH_MESSAGES = 64;
    private static final int[] SIZES = {16, 64, 256, 1024, 16 * 1024, 64 * 1024};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final SecretKeySpec KEY = new SecretKeySpec(pattern(16), "SM4");
    private static final SecretKeySpec XTS_KEY = new SecretKeySpec(pattern(32), "SM4");

    private final boolean json;

    private SmSpeed(boolean json) {
        this.json = json;
    }

    public static void main(String[] arguments) throws Throwable {
        List<String> words = List.of(arguments);
        SmSpeed speed = new SmSpeed(words.contains("--json"));
        List<String> wanted = words.stream().filter(word -> !word.startsWith("-")).toList();
        for (String line : List.of("ctr", "cbc-dec", "cbc-enc", "xts", "gcm", "cbc-batch", "sm3", "sm3-batch")) {
            if (wanted.isEmpty() || wanted.contains(line)) {
                for (int bytes : SIZES) {
                    speed.line(line, bytes);
                }
            }
        }
    }

    private void line(String mode, int bytes) throws Throwable {
        Map<String, Runnable> subjects = new LinkedHashMap<>();
        var gcrypt = NativePeers.Gcrypt.find();
        var openssl = NativePeers.Openssl3.find();
        if (mode.startsWith("sm3")) {
            int messages = mode.equals("sm3") ? 1 : BATCH_MESSAGES;
            subjects.put("anole", messages == 1 ? digest(new ShangMiProvider(), bytes) : batch(bytes, messages));
            if (messages > 1) {
                subjects.put("anole one by one", repeated(digest(new ShangMiProvider(), bytes), messages));
            }
            subjects.put("bouncycastle", repeated(digest(new BouncyCastleProvider(), bytes), messages));
            if (openssl.isPresent()) {
                subjects.put("openssl", repeated(openssl.get().sm3(bytes), messages));
            }
            if (gcrypt.isPresent()) {
                subjects.put("libgcrypt", repeated(gcrypt.get().sm3(bytes), messages));
            }
            measure(mode, bytes, messages, subjects);
            return;
        }
        if (mode.equals("cbc-batch")) {
            subjects.put("anole", cbcBatch(bytes));
            subjects.put("anole one by one", repeated(ours(Engines.ENGINE, "cbc-enc", bytes), BATCH_MESSAGES));
            subjects.put("bouncycastle", repeated(theirs(new BouncyCastleProvider(), "cbc-enc", bytes), BATCH_MESSAGES));
            if (openssl.isPresent()) {
                subjects.put("openssl", repeated(openssl.get().cipher("SM4-CBC", true, bytes), BATCH_MESSAGES));
            }
            measure(mode, bytes, BATCH_MESSAGES, subjects);
            return;
        }
        for (Engine engine : Engines.usable()) {
            subjects.put("anole " + engine.tier().label(), ours(engine, mode, bytes));
        }
        if (!mode.equals("xts")) {
            subjects.put("bouncycastle", theirs(new BouncyCastleProvider(), mode, bytes));
            subjects.put("kona", theirs(new KonaCryptoProvider(), mode, bytes));
        }
        if (openssl.isPresent() && (mode.equals("ctr") || mode.startsWith("cbc"))) {
            subjects.put("openssl", openssl.get().cipher(mode.equals("ctr") ? "SM4-CTR" : "SM4-CBC", !mode.equals("cbc-dec"), bytes));
        }
        if (gcrypt.isPresent() && !mode.equals("cbc-enc")) {
            subjects.put("libgcrypt", gcrypt.get().cipher(switch (mode) {
                case "ctr" -> NativePeers.Gcrypt.CTR;
                case "cbc-dec" -> NativePeers.Gcrypt.CBC;
                case "xts" -> NativePeers.Gcrypt.XTS;
                default -> NativePeers.Gcrypt.GCM;
            }, bytes));
        }
        measure(mode, bytes, 1, subjects);
    }

    private void measure(String mode, int bytes, int messages, Map<String, Runnable> subjects) {
        List<String> names = new ArrayList<>(subjects.keySet());
        Map<String, double[]> samples = new LinkedHashMap<>();
        for (String name : names) {
            samples.put(name, new double[2 * TURNS]);
            for (int i = 0; i < 5; i++) {
                slice(subjects.get(name));
            }
        }
        for (int turn = 0; turn < 2 * TURNS; turn++) {
            List<String> order = turn % 2 == 0 ? names : names.reversed();
            for (String name : order) {
                samples.get(name)[turn] = slice(subjects.get(name)) * bytes * messages / 1e6;
            }
        }
        double best = 0;
        for (String name : names) {
            double[] sorted = samples.get(name);
            Arrays.sort(sorted);
            best = Math.max(best, sorted[TURNS]);
        }
        for (String name : names) {
            double[] sorted = samples.get(name);
            double median = (sorted[TURNS - 1] + sorted[TURNS]) / 2;
            System.out.println(json
                    ? String.format(Locale.ROOT, "{\"algorithm\": \"%s\", \"mode\": \"%s\", \"tier\": \"%s\", \"bytes\": %d, \"mbPerCpuSecond\": %.1f, \"low\": %.1f, \"high\": %.1f}",
                            mode.startsWith("sm3") ? "SM3" : "SM4", mode, name, bytes, median, sorted[TURNS / 2], sorted[TURNS * 3 / 2])
                    : String.format(Locale.ROOT, "%-9s %6d B  %-18s %8.1f MB/s  (%.1f to %.1f)", mode, bytes, name, median,
                            sorted[TURNS / 2], sorted[TURNS * 3 / 2]));
        }
    }

    /** Calls per second of CPU time. */
    private static double slice(Runnable subject) {
        long start = THREADS.getCurrentThreadCpuTime();
        long calls = 0;
        long spent;
        do {
            for (int i = 0; i < CALLS_BETWEEN_LOOKS; i++) {
                subject.run();
            }
            calls += CALLS_BETWEEN_LOOKS;
            spent = THREADS.getCurrentThreadCpuTime() - start;
        } while (spent < SLICE_NANOS);
        return calls * 1e9 / spent;
    }

    private static Runnable repeated(Runnable one, int times) {
        return times == 1 ? one : () -> {
            for (int i = 0; i < times; i++) {
                one.run();
            }
        };
    }

    private static Runnable digest(Provider provider, int bytes) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SM3", provider);
        byte[] in = pattern(bytes);
        byte[] out = new byte[Sm3.DIGEST_BYTES];
        return () -> {
            digest.update(in, 0, bytes);
            try {
                digest.digest(out, 0, out.length);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static Runnable batch(int bytes, int messages) {
        Sm3Batch batch = new Sm3Batch();
        byte[] data = pattern(bytes * messages);
        int[] offsets = new int[messages];
        int[] lengths = new int[messages];
        for (int i = 0; i < messages; i++) {
            offsets[i] = i * bytes;
            lengths[i] = bytes;
        }
        byte[] digests = new byte[messages * Sm3.DIGEST_BYTES];
        return () -> batch.digest(data, offsets, lengths, digests);
    }

    private static Runnable cbcBatch(int bytes) throws GeneralSecurityException {
        Sm4Batch batch = new Sm4Batch(pattern(16));
        byte[] data = pattern(bytes * BATCH_MESSAGES);
        int[] offsets = new int[BATCH_MESSAGES];
        int[] lengths = new int[BATCH_MESSAGES];
        for (int i = 0; i < BATCH_MESSAGES; i++) {
            offsets[i] = i * bytes;
            lengths[i] = bytes;
        }
        byte[] ivs = new byte[16 * BATCH_MESSAGES];
        byte[] out = new byte[data.length];
        return () -> batch.cbcEncrypt(data, offsets, lengths, ivs, out);
    }

    /** Through the service provider interface, as the JCA's own classes call it. */
    private static Runnable ours(Engine engine, String mode, int bytes) throws GeneralSecurityException {
        byte[] in = pattern(bytes);
        byte[] out = new byte[bytes + 32];
        if (mode.equals("gcm")) {
            GcmCipherSpi gcm = new GcmCipherSpi(engine);
            Nonces nonces = new Nonces();
            return () -> {
                try {
                    gcm.engineInit(Cipher.ENCRYPT_MODE, KEY, nonces.next(), null);
                    gcm.engineDoFinal(in, 0, bytes, out, 0);
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            };
        }
        Sm4CipherSpi cipher = new Sm4CipherSpi(engine);
        cipher.engineSetMode(switch (mode) {
            case "ctr" -> "CTR";
            case "xts" -> "XTS-IEEE";
            default -> "CBC";
        });
        unpadded(cipher);
        IvParameterSpec iv = new IvParameterSpec(new byte[16]);
        cipher.engineInit(mode.equals("cbc-dec") ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE, mode.equals("xts") ? XTS_KEY : KEY, iv, null);
        if (mode.equals("xts")) {
            return () -> {
                try {
                    cipher.engineInit(Cipher.ENCRYPT_MODE, XTS_KEY, iv, null);
                    cipher.engineDoFinal(in, 0, bytes, out, 0);
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            };
        }
        return () -> {
            try {
                cipher.engineUpdate(in, 0, bytes, out, 0);
            } catch (ShortBufferException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static void unpadded(Sm4CipherSpi cipher) throws GeneralSecurityException {
        cipher.engineSetPadding("NoPadding");
    }

    private static Runnable theirs(Provider provider, String mode, int bytes) throws GeneralSecurityException {
        byte[] in = pattern(bytes);
        byte[] out = new byte[bytes + 64];
        if (mode.equals("gcm")) {
            Cipher gcm = Cipher.getInstance("SM4/GCM/NoPadding", provider);
            Nonces nonces = new Nonces();
            return () -> {
                try {
                    gcm.init(Cipher.ENCRYPT_MODE, KEY, nonces.next());
                    gcm.doFinal(in, 0, bytes, out, 0);
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            };
        }
        Cipher cipher = Cipher.getInstance(mode.equals("ctr") ? "SM4/CTR/NoPadding" : "SM4/CBC/NoPadding", provider);
        cipher.init(mode.equals("cbc-dec") ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE, KEY, new IvParameterSpec(new byte[16]));
        return () -> {
            try {
                cipher.update(in, 0, bytes, out, 0);
            } catch (ShortBufferException e) {
                throw new AssertionError(e);
            }
        };
    }

    /** A nonce a message. */
    private static final class Nonces {
        private final byte[] nonce = new byte[12];

        AlgorithmParameterSpec next() {
            for (int i = 0; i < nonce.length && ++nonce[i] == 0; i++) {
                continue;
            }
            return new GCMParameterSpec(128, nonce);
        }
    }

    private static byte[] pattern(int bytes) {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pattern[i] = (byte) (i * 31 + 1);
        }
        return pattern;
    }
}
