package dev.anole.security.shangmi.sm2;

import com.sun.management.OperatingSystemMXBean;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.accelerator.KeyOperation;
import dev.anole.security.shangmi.accelerator.KeyOperationBatcher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;

/**
 * SM2 beside BouncyCastle and OpenSSL: operations per second of one thread's CPU time, all in one run that goes round and
 * round, medians with the quartiles. {@code bench/sm2-speed.sh [rounds]}; with {@code batcher} as its first argument, what
 * the batcher gains.
 */
final class Sm2Speed {
    private static final int WARM_UP_ROUNDS = 3;
    private static final int OPERATIONS = 1_500;
    private static final Pattern OPENSSL = Pattern.compile("256 bits SM2.*?s\\s+[0-9.]+s\\s+([0-9.]+)\\s+([0-9.]+)");

    private Sm2Speed() { }

    private interface Operation {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("batcher")) {
            batcher();
            return;
        }
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        Provider own = new ShangMiProvider();
        Provider peer = new BouncyCastleProvider();
        KeyPair pair = KeyPairGenerator.getInstance("SM2", own).generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("SM2", own).generateKeyPair();
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("sign", signing(own, pair));
        operations.put("sign bouncycastle", signing(peer, in(peer, pair)));
        operations.put("verify", new Operation() {
            private final Signature signature = Signature.getInstance("SM3withSM2", own);
            private final byte[] signed = signed(own, pair);
            private int uses;
            private Sm2PublicKey key = Sm2PublicKey.ofEncoded(pair.getPublic().getEncoded());

            @Override
            public void run() throws Exception {
                // A fresh key before its table would be made: what a key costs that is seldom used.
                if (++uses % (Sm2PublicKey.USES_BEFORE_TABLE - 1) == 0) {
                    key = Sm2PublicKey.ofEncoded(pair.getPublic().getEncoded());
                }
                verify(signature, key, signed);
            }
        });
        Sm2PublicKey often = Sm2PublicKey.ofEncoded(pair.getPublic().getEncoded());
        often.precompute();
        operations.put("verify with table", verifying(own, often, signed(own, pair)));
        operations.put("verify bouncycastle", verifying(peer, in(peer, pair).getPublic(), signed(own, pair)));
        operations.put("agree", agreeing(own, pair, other));
        operations.put("agree bouncycastle", agreeing(peer, in(peer, pair), in(peer, other)));
        operations.put("table", () -> Sm2PublicKey.ofEncoded(pair.getPublic().getEncoded()).precompute());
        Map<String, double[]> results = new LinkedHashMap<>();
        for (String name : operations.keySet()) {
            results.put(name, new double[rounds]);
        }
        results.put("sign openssl", new double[rounds]);
        results.put("verify openssl", new double[rounds]);
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            List<String> order = new ArrayList<>(operations.keySet());
            java.util.Collections.rotate(order, Math.max(round, 0));
            for (String name : order) {
                double perSecond = measure(operations.get(name), name.equals("table") ? OPERATIONS / 10 : OPERATIONS);
                if (round >= 0) {
                    results.get(name)[round] = perSecond;
                }
            }
            if (round >= 0) {
                openssl(results, round);
            }
        }
        results.forEach((name, values) -> System.out.printf("%-24s %9.0f /CPU s   (%.0f to %.0f)%n", name, quartile(values, 2),
                quartile(values, 1), quartile(values, 3)));
        ratio(results, "sign", "sign bouncycastle");
        ratio(results, "sign", "sign openssl");
        ratio(results, "verify", "verify bouncycastle");
        ratio(results, "verify with table", "verify bouncycastle");
        ratio(results, "verify with table", "verify openssl");
        ratio(results, "agree", "agree bouncycastle");
    }

    private static void ratio(Map<String, double[]> results, String one, String other) {
        double[] ratios = new double[results.get(one).length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = results.get(one)[i] / results.get(other)[i];
        }
        System.out.printf("%-45s %6.2f   (%.2f to %.2f)%n", one + " / " + other, quartile(ratios, 2), quartile(ratios, 1),
                quartile(ratios, 3));
    }

    private static double quartile(double[] values, int quarter) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * quarter / 4];
    }

    private static double measure(Operation operation, int count) throws Exception {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            operation.run();
        }
        return count * 1e9 / (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
    }

    /** Its own benchmark, which counts CPU time as well; without it the row stays empty. */
    private static void openssl(Map<String, double[]> results, int round) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "speed", "-seconds", "1", "sm2").redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        Matcher matcher = OPENSSL.matcher(printed);
        if (matcher.find()) {
            results.get("sign openssl")[round] = Double.parseDouble(matcher.group(1));
            results.get("verify openssl")[round] = Double.parseDouble(matcher.group(2));
        }
    }

    private static KeyPair in(Provider provider, KeyPair pair) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC", provider);
        return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())),
                factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())));
    }

    private static Operation signing(Provider provider, KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", provider);
        signature.initSign(pair.getPrivate());
        byte[] message = new byte[32];
        return () -> {
            signature.update(message);
            signature.sign();
        };
    }

    private static byte[] signed(Provider provider, KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", provider);
        signature.initSign(pair.getPrivate());
        signature.update(new byte[32]);
        return signature.sign();
    }

    private static Operation verifying(Provider provider, java.security.PublicKey key, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", provider);
        return () -> verify(signature, key, signed);
    }

    private static void verify(Signature signature, java.security.PublicKey key, byte[] signed) throws GeneralSecurityException {
        signature.initVerify(key);
        signature.update(new byte[32]);
        if (!signature.verify(signed)) {
            throw new AssertionError("a right signature is refused");
        }
    }

    private static Operation agreeing(Provider provider, KeyPair pair, KeyPair other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
        agreement.init(pair.getPrivate());
        return () -> {
            agreement.doPhase(other.getPublic(), true);
            agreement.generateSecret();
        };
    }

    /** Signatures of many threads, with and without the batcher, in turns: per second of the process's CPU time. */
    private static void batcher() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        KeyOperation operation = new KeyOperation.Sign(key, new byte[32]);
        KeyOperationBatcher batcher = new KeyOperationBatcher();
        SecureRandom random = new SecureRandom();
        Operation plain = () -> operation.run(random);
        Operation batched = () -> batcher.run(operation);
        many(plain, 100, 20_000);
        many(batched, 100, 20_000);
        for (int connections : new int[] {1, 10, 100, 400}) {
            int rounds = 9;
            double[] ratios = new double[rounds];
            double[] rates = new double[rounds];
            KeyOperationBatcher.Status before = batcher.status();
            for (int i = 0; i < rounds; i++) {
                double one = many(plain, connections, 24_000);
                rates[i] = many(batched, connections, 24_000);
                ratios[i] = rates[i] / one;
            }
            KeyOperationBatcher.Status after = batcher.status();
            long batches = after.batches() - before.batches();
            System.out.printf("%3d connections: %6.0f /CPU s, %.3f of plain (%.3f to %.3f), batches of %.1f%n", connections,
                    quartile(rates, 2), quartile(ratios, 2), quartile(ratios, 1), quartile(ratios, 3),
                    batches == 0 ? 1.0 : (double) (after.batched() - before.batched()) / batches);
        }
    }

    private static double many(Operation operation, int threads, int operations) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int j = 0; j < operations / threads; j++) {
                        operation.run();
                        // A handshake waits for its peer now and then, and others go on.
                        Thread.yield();
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return operations * 1e9 / (system.getProcessCpuTime() - before);
    }
}
