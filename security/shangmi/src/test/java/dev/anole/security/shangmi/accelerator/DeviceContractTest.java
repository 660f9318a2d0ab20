package dev.anole.security.shangmi.accelerator;

import dev.anole.security.shangmi.sm2.Sm2Ciphertext;
import dev.anole.security.shangmi.sm2.Sm2Encryption;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every device promises, and what the accelerator makes of devices that break their promise. */
class DeviceContractTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final long SEED = Long.getLong("anole.seed", 6L);
    private final SecureRandom random = new SecureRandom();
    private final Sm2PrivateKey key = Sm2PrivateKey.generate(random);

    private KeyOperation operation(int i) throws Exception {
        return switch (i % 3) {
            case 0 -> new KeyOperation.Sign(key, new byte[32]);
            case 1 -> new KeyOperation.Agree(key, Sm2PrivateKey.generate(random).publicKey());
            default -> new KeyOperation.Decrypt(key, Sm2Encryption.encrypt(key.publicKey(), new byte[48], random));
        };
    }

    private List<Device> devices(int capacity) {
        return List.of(new SoftwareDevice("software", capacity), new SimulatedDevice("simulated", capacity, SEED, true));
    }

    @Test
    void aFullRingRefusesAndKeepsNothing() throws Exception {
        for (Device device : devices(8)) {
            AtomicInteger completed = new AtomicInteger();
            int accepted = 0;
            for (int i = 0; i < 20; i++) {
                accepted += device.submit(new Request(operation(i), Long.MAX_VALUE, (request, outcome) -> {
                    assertInstanceOf(Outcome.Done.class, outcome);
                    completed.incrementAndGet();
                })) ? 1 : 0;
            }
            assertEquals(8, accepted, device.name());
            int polled = device.poll(3);
            assertEquals(3, polled, device.name());
            while (device.poll(64) > 0) {
                assertTrue(completed.get() <= 8);
            }
            assertEquals(8, completed.get(), device.name());
            device.close();
        }
    }

    @Test
    void aClosedDeviceBreaksWhatItHasAndTakesNothingMore() throws Exception {
        for (Device device : devices(8)) {
            AtomicInteger broken = new AtomicInteger();
            for (int i = 0; i < 5; i++) {
                device.submit(new Request(operation(i), Long.MAX_VALUE, (request, outcome) -> {
                    assertInstanceOf(Outcome.Broken.class, outcome);
                    broken.incrementAndGet();
                }));
            }
            device.close();
            assertEquals(5, broken.get(), device.name());
            assertFalse(device.submit(new Request(operation(0), Long.MAX_VALUE, (request, outcome) -> { })));
        }
    }

    @Test
    void aBrokenCiphertextIsRefusedWithoutHarmToItsBatch() throws Exception {
        Sm2Ciphertext right = Sm2Encryption.encrypt(key.publicKey(), new byte[48], random);
        byte[] changed = right.c3().clone();
        changed[0] ^= 1;
        Sm2PrivateKey destroyed = Sm2PrivateKey.generate(random);
        destroyed.destroy();
        List<Outcome> outcomes = SoftwareDevice.run(List.of(operation(0),
                new KeyOperation.Decrypt(key, new Sm2Ciphertext(right.c1(), right.c2(), changed)),
                new KeyOperation.Sign(destroyed, new byte[32]), operation(2), operation(1)), random);
        assertEquals(List.of("Done", "Refused", "Refused", "Done", "Done"),
                outcomes.stream().map(outcome -> outcome.getClass().getSimpleName()).toList());
    }

    private static void assertAllRight(Device device, int operations, DeviceContractTest test) throws Exception {
        DeviceRegistry registry = new DeviceRegistry();
        registry.register(device);
        try (Accelerator accelerator = new Accelerator(registry, Accelerator.Completion.POLLING, SHORT)) {
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < operations; i++) {
                KeyOperation operation = test.operation(i);
                accelerator.submit(operation, outcome -> {
                    assertTrue(outcome instanceof Outcome.Done right && operation.accepts(right.result()), outcome.toString());
                    done.incrementAndGet();
                });
                if (i % 7 == 0) {
                    accelerator.poll();
                }
            }
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (done.get() < operations && System.nanoTime() < until) {
                if (accelerator.poll() == 0) {
                    Thread.sleep(1);
                }
            }
            assertEquals(operations, done.get());
            Accelerator.Status status = accelerator.status();
            assertEquals(operations, status.byDevices() + status.full() + status.broken() + status.late(), status.toString());
        }
    }

    @Test
    void everyOperationEndsRightWhateverTheDeviceDoes() throws Exception {
        for (SimulatedDevice.Fault fault : SimulatedDevice.Fault.values()) {
            assertAllRight(new SimulatedDevice(fault.name(), 4, SEED, true, fault), 40, this);
        }
        assertAllRight(new SimulatedDevice("all faults", 16, SEED, true, SimulatedDevice.Fault.values()), 120, this);
        assertAllRight(new SoftwareDevice("software", 16), 60, this);
    }

    @Test
    void aDeviceThatFailsAgainAndAgainRests() throws Exception {
        DeviceRegistry registry = new DeviceRegistry();
        Device bad = new SimulatedDevice("bad", 64, SEED, false, SimulatedDevice.Fault.BREAKS);
        registry.register(bad);
        try (Accelerator accelerator = new Accelerator(registry, Accelerator.Completion.POLLING, Duration.ofSeconds(10))) {
            for (int i = 0; i < Accelerator.FAILURES_MAX; i++) {
                accelerator.submit(operation(0), outcome -> assertInstanceOf(Outcome.Done.class, outcome));
                accelerator.poll();
            }
            assertEquals(List.of("bad"), accelerator.status().resting());
            AtomicInteger atOnce = new AtomicInteger();
            accelerator.submit(operation(0), outcome -> atOnce.incrementAndGet());
            assertEquals(1, atOnce.get(), "a resting device is not asked");
            assertEquals(1, accelerator.status().full());
        }
        assertThrows(IllegalStateException.class, () -> registry.register(bad));
        registry.remove(bad);
        assertEquals(List.of(), registry.devices(Algorithm.SM2_SIGN));
    }

    @Test
    void callbacksComeWithoutPolling() throws Exception {
        DeviceRegistry registry = new DeviceRegistry();
        registry.register(new SoftwareDevice("software", 64));
        CountDownLatch latch = new CountDownLatch(50);
        try (Accelerator accelerator = new Accelerator(registry, Accelerator.Completion.CALLBACK, Duration.ofSeconds(10))) {
            for (int i = 0; i < 50; i++) {
                accelerator.submit(operation(i), outcome -> latch.countDown());
            }
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingTheAcceleratorLeavesNobodyWaiting() throws Exception {
        DeviceRegistry registry = new DeviceRegistry();
        registry.register(new SimulatedDevice("silent", 64, SEED, false, SimulatedDevice.Fault.DROPS));
        AtomicInteger done = new AtomicInteger();
        Accelerator accelerator = new Accelerator(registry, Accelerator.Completion.POLLING, Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            accelerator.submit(operation(0), outcome -> done.incrementAndGet());
        }
        assertEquals(0, done.get());
        accelerator.close();
        assertEquals(10, done.get());
        accelerator.submit(operation(0), outcome -> done.incrementAndGet());
        assertEquals(11, done.get());
    }

    @Test
    void aRingLosesAndDoublesNothingBetweenThreads() throws Exception {
        RequestRing ring = new RequestRing(64);
        KeyOperation operation = operation(0);
        int writers = 4;
        int each = 5_000;
        AtomicInteger completed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < each; j++) {
                    Request request = new Request(operation, 0, (own, outcome) -> completed.incrementAndGet());
                    while (!ring.offer(request)) {
                        Thread.onSpinWait();
                    }
                }
            }));
            threads.add(Thread.ofPlatform().start(() -> {
                while (completed.get() < writers * each) {
                    ring.poll().ifPresentOrElse(request -> assertTrue(request.complete(new Outcome.Broken("taken"))), Thread::yield);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(20_000);
            assertFalse(thread.isAlive());
        }
        assertEquals(writers * each, completed.get());
        assertEquals(0, ring.size());
        assertThrows(IllegalArgumentException.class, () -> new RequestRing(3));
    }
}
