package dev.anole.security.sm;

import dev.anole.security.shangmi.EngineStatus;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.Sm3;
import dev.anole.security.shangmi.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A process that measures one tier and prints what it saw: a tier is chosen once a process, and measuring wants a
 * compiler that the command itself does without. CPU time is the thread's own, from {@code /proc/thread-self/schedstat}
 * (its first field, nanoseconds on a CPU; Documentation/scheduler/sched-stats.rst), so that a busy host only makes it slower.
 */
final class SpeedProbe {
    private static final Path CPU_TIME = Path.of("/proc/thread-self/schedstat");
    /** Rounds that the compiler gets before anything counts. */
    private static final long WARM_UP_NANOS = 300_000_000;
    private static final long MEASURED_NANOS = 100_000_000;
    private static final int BATCH_NANOS = 2_000_000;

    private SpeedProbe() {
    }

    /** Something that is done over and over. */
    private interface Work {
        void once() throws GeneralSecurityException;
    }

    private record Job(String algorithm, String mode, int bytes, Work work) {
    }

    /** @param args the sizes of messages, in bytes */
    public static void main(String[] args) throws Exception {
        Tier tier = EngineStatus.current().running();
        if (!tier.label().equals(EngineStatus.current().pinned())) {
            return;   // what was asked for does not work here; the status says why
        }
        List<Job> jobs = new ArrayList<>();
        for (String size : args) {
            jobs.addAll(jobs(Integer.parseInt(size)));
        }
        jobs.addAll(signatures());
        for (Job job : jobs) {
            run(job.work(), WARM_UP_NANOS);
            double perSecond = run(job.work(), MEASURED_NANOS);
            double amount = Throughput.counted(job.algorithm()) ? perSecond : perSecond * job.bytes();
            System.out.println(new Throughput(job.algorithm(), job.mode(), tier.label(), job.bytes(), amount).line());
        }
    }

    private static List<Job> jobs(int bytes) throws GeneralSecurityException {
        byte[] in = new byte[bytes];
        byte[] out = new byte[bytes + 32];
        Sm3 sm3 = new Sm3();
        return List.of(
            cipher("CTR", "SM4/CTR/NoPadding", Cipher.ENCRYPT_MODE, new IvParameterSpec(new byte[16]), in, out),
            cipher("CBC decrypt", "SM4/CBC/NoPadding", Cipher.DECRYPT_MODE, new IvParameterSpec(new byte[16]), in, out),
            cipher("CBC encrypt", "SM4/CBC/NoPadding", Cipher.ENCRYPT_MODE, new IvParameterSpec(new byte[16]), in, out),
            gcm(in, out),
            new Job("SM3", "", bytes, () -> {
                sm3.update(in, 0, in.length);
                sm3.digest(out, 0);
            }));
    }

    private static Job cipher(String mode, String transformation, int direction, AlgorithmParameterSpec spec, byte[] in, byte[] out)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation, Keys.PROVIDER);
        cipher.init(direction, new SecretKeySpec(new byte[16], "SM4"), spec);
        return new Job("SM4", mode, in.length, () -> cipher.doFinal(in, 0, in.length, out, 0));
    }

    /** Each message has a nonce of its own, as GCM demands. */
    private static Job gcm(byte[] in, byte[] out) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", Keys.PROVIDER);
        SecretKeySpec key = new SecretKeySpec(new byte[16], "SM4");
        byte[] nonce = new byte[12];
        return new Job("SM4", "GCM", in.length, () -> {
            for (int i = 0; i < nonce.length && ++nonce[i] == 0; i++) {
                // the carry goes on
            }
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.doFinal(in, 0, in.length, out, 0);
        });
    }

    private static List<Job> signatures() throws GeneralSecurityException {
        Provider provider = new ShangMiProvider();
        KeyPair pair = KeyPairGenerator.getInstance("SM2", provider).generateKeyPair();
        byte[] digest = new byte[32];
        Signature signer = Signature.getInstance("NONEwithSM2", provider);
        signer.initSign(pair.getPrivate());
        signer.update(digest);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("NONEwithSM2", provider);
        verifier.initVerify(pair.getPublic());
        return List.of(
            new Job("SM2", "sign", digest.length, () -> {
                signer.update(digest);
                signer.sign();
            }),
            new Job("SM2", "verify", digest.length, () -> {
                verifier.update(digest);
                if (!verifier.verify(signature)) {
                    throw new GeneralSecurityException("a good signature was refused");
                }
            }));
    }

    /** How often a CPU second, over about so long. */
    private static double run(Work work, long nanos) throws Exception {
        long batch = 1;
        while (true) {   // so many at a time that reading the clock does not count
            long took = cpu(work, batch);
            if (took >= BATCH_NANOS || batch > 1 << 24) {
                break;
            }
            batch *= 2;
        }
        long done = 0;
        long spent = 0;
        while (spent < nanos) {
            spent += cpu(work, batch);
            done += batch;
        }
        return done * 1e9 / spent;
    }

    private static long cpu(Work work, long times) throws Exception {
        long before = now();
        for (long i = 0; i < times; i++) {
            work.once();
        }
        return Math.max(1, now() - before);
    }

    private static long now() throws Exception {
        String text = Files.readString(CPU_TIME);
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
}
