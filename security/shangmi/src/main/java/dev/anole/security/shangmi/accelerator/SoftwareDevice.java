package dev.anole.security.shangmi.accelerator;

import dev.anole.security.shangmi.sm2.Sm2Batch;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A device without hardware: {@link #poll} takes what has gathered in its ring and does it as one batch, in the thread
 * that polls. It is also the reference for vendors.
 */
public final class SoftwareDevice implements Device {
    private final String name;
    private final RequestRing ring;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    /** @param capacity of its ring, a power of two */
    public SoftwareDevice(String name, int capacity) {
        this.name = name;
        this.ring = new RequestRing(capacity);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Algorithm> algorithms() {
        return EnumSet.allOf(Algorithm.class);
    }

    @Override
    public boolean submit(Request request) {
        return !closed && ring.offer(request);
    }

    @Override
    public int poll(int max) {
        List<Request> batch = new ArrayList<>();
        int limit = Math.min(max, Sm2Batch.OPERATIONS_MAX);
        while (batch.size() < limit) {
            Optional<Request> next = ring.poll();
            if (next.isEmpty()) {
                break;
            }
            if (!next.get().isOver()) {
                batch.add(next.get());
            }
        }
        List<Outcome> outcomes = run(batch.stream().map(Request::operation).toList(), random);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).complete(outcomes.get(i));
        }
        return batch.size();
    }

    /** Does a batch; each operation has an outcome of its own, in the same order. */
    static List<Outcome> run(List<KeyOperation> operations, SecureRandom random) {
        Outcome[] outcomes = new Outcome[operations.size()];
        List<Integer> signAt = new ArrayList<>();
        List<Sm2Batch.Signing> sign = new ArrayList<>();
        List<Integer> agreeAt = new ArrayList<>();
        List<Sm2Batch.Agreement> agree = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            switch (operations.get(i)) {
                case KeyOperation.Sign one when !one.key().isDestroyed() -> {
                    signAt.add(i);
                    sign.add(new Sm2Batch.Signing(one.key(), one.digest()));
                }
                case KeyOperation.Agree one when !one.key().isDestroyed() -> {
                    agreeAt.add(i);
                    agree.add(new Sm2Batch.Agreement(one.key(), one.peer()));
                }
                case KeyOperation alone -> outcomes[i] = alone(alone, random);
            }
        }
        try {
            put(outcomes, signAt, Sm2Batch.sign(sign, random));
            put(outcomes, agreeAt, Sm2Batch.agree(agree));
        } catch (IllegalStateException destroyedMeanwhile) {
            for (int i = 0; i < outcomes.length; i++) {
                if (outcomes[i] == null) {
                    outcomes[i] = alone(operations.get(i), random);
                }
            }
        }
        return List.of(outcomes);
    }

    private static void put(Outcome[] outcomes, List<Integer> at, byte[][] results) {
        for (int i = 0; i < results.length; i++) {
            outcomes[at.get(i)] = new Outcome.Done(results[i]);
        }
    }

    private static Outcome alone(KeyOperation operation, SecureRandom random) {
        try {
            return new Outcome.Done(operation.run(random));
        } catch (GeneralSecurityException e) {
            return new Outcome.Refused(e);
        } catch (IllegalStateException destroyed) {
            return new Outcome.Refused(new InvalidKeyException(destroyed.getMessage(), destroyed));
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Optional<Request> left = ring.poll(); left.isPresent(); left = ring.poll()) {
            left.get().complete(new Outcome.Broken(name + " has been closed"));
        }
    }
}
