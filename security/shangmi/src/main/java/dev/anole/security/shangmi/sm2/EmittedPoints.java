package dev.anole.security.shangmi.sm2;

import dev.anole.kernel.linux.UnavailableException;
import dev.anole.kernel.machine.ProcessorFeature;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@link PointMultiplication}'s two methods over {@link PointCode}, where the host has BMI2, ADX and executable pages.
 * Plain Java does the last two windows, whose additions are complete, and whatever exception a public sum meets.
 */
final class EmittedPoints {
    private static final Set<ProcessorFeature> NEEDS = EnumSet.of(ProcessorFeature.BMI2, ProcessorFeature.ADX);
    /** As for SM4: the name of the plain Java tier. */
    private static final String PLAIN_TIER = "scalar";
    private static final String TIER_PROPERTY = "anole.shangmi.tier";

    private static final int CAUSES_MAX = 8;
    private static final int ENTRY = PointCode.ENTRY_WORDS;
    private static final int AFFINE = 2 * PointCode.WORDS;

    private EmittedPoints() { }

    /** Whether the code can be used, and if not, why. */
    static final String UNAVAILABLE = probe();

    static boolean isAvailable() {
        return UNAVAILABLE.isEmpty();
    }

    private static String probe() {
        if (System.getProperty(TIER_PROPERTY, "").equals(PLAIN_TIER)) {
            return TIER_PROPERTY + " is " + PLAIN_TIER;
        }
        Set<ProcessorFeature> missing = EnumSet.copyOf(NEEDS);
        try {
            missing.removeAll(ProcessorFeature.available());
        } catch (UncheckedIOException e) {
            return e.getMessage();
        }
        if (!missing.isEmpty()) {
            return "the processor lacks " + missing;
        }
        try {
            PointFunctions.seal();
        } catch (LinkageError e) {
            return refusal(e);
        }
        return isRight() ? "" : "its self-test failed: please report this processor";
    }

    /** The reason of a host that refuses executable pages, or of a JVM that refuses native access; others go on. */
    private static String refusal(LinkageError error) {
        Throwable cause = error;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++, cause = cause.getCause()) {
            if (cause instanceof UnavailableException refused) {
                return refused.getMessage();
            }
            if (cause instanceof IllegalCallerException denied) {
                return "this JVM refuses native access (" + denied.getMessage() + "): start it with --enable-native-access";
            }
        }
        if (error instanceof NoClassDefFoundError) {
            // Somebody else met the refusal before, and the JVM remembers the class as broken.
            return "native access was refused before: " + error.getMessage();
        }
        throw error;
    }

    /** Products of numbers at the ends of carries, doublings and a sum, compared with plain Java. */
    private static boolean isRight() {
        BigInteger[] edges = {BigInteger.ZERO, BigInteger.ONE, Field.P.subtract(BigInteger.ONE), BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(224).subtract(BigInteger.ONE), Field.P.shiftRight(1), BigInteger.ONE.shiftLeft(64)};
        for (BigInteger edge : edges) {
            if (!powersAreRight(Field.of(edge)) || !powersAreRight(Limbs.of(edge))) {
                return false;
            }
        }
        Accumulator java = new Accumulator();
        java.set(AffinePoint.GENERATOR);
        java.twice();
        java.twice();
        java.addPublic(AffinePoint.GENERATOR.x, AffinePoint.GENERATOR.y);
        WordState state = new WordState();
        Accumulator emitted = new Accumulator();
        emitted.set(AffinePoint.GENERATOR);
        state.set(emitted);
        state.twice(2);
        Words table = new Words(PointCode.ENTRY_WORDS);
        table.put(0, AffinePoint.GENERATOR.x);
        table.put(PointCode.ENTRY_Y, AffinePoint.GENERATOR.y);
        boolean other = state.sumAffine(table, 0) != 0;
        state.takeSum();
        state.get(emitted);
        return other && emitted.toAffine().equals(java.toAffine());
    }

    /** Whether the code's square and cube of an element are those of plain Java. */
    static boolean powersAreRight(long[] element) {
        Words table = new Words(ENTRY);
        table.put(2 * PointCode.WORDS, element);
        powers(table, 0);
        long[] expected = new long[Field.LIMBS];
        long[] seen = new long[Field.LIMBS];
        Field.square(expected, element);
        boolean right = true;
        for (int place = 3; place <= 4; place++) {
            table.get(seen, place * PointCode.WORDS);
            Field.subtract(seen, seen, expected);
            right &= Field.isZero(seen, new long[Field.LIMBS]) != 0;
            Field.multiply(expected, expected, element);
        }
        return right;
    }

    private static void powers(Words table, int at) {
        try {
            PointFunctions.POWERS.invokeExact(table.segment, (long) at * Long.BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The point of a state as entry of a table, with the powers of Z and -Y. */
    private static void putEntry(Words table, int at, WordState state) {
        System.arraycopy(state.array, 0, table.array, at, WordState.POINT_WORDS);
        powers(table, at);
        negate(table.array, at + PointCode.ENTRY_Y, at + PointCode.ENTRY_NEGATIVE_Y);
    }

    /** p - y; for y = 0, which no point of this curve has, it would be p. */
    static void negate(long[] words, int from, int to) {
        long[] prime = {-1L, 0xffffffff00000000L, -1L, 0xfffffffeffffffffL};
        long borrow = 0;
        for (int i = 0; i < PointCode.WORDS; i++) {
            long y = words[from + i];
            long difference = prime[i] - y - borrow;
            borrow = (~prime[i] & y | (~prime[i] | y) & difference) >>> 63;
            words[to + i] = difference;
        }
    }

    /** As {@link PointMultiplication#multiply}. */
    static void multiply(Accumulator product, long[] k, AffinePoint point, long[] blind, Windows windows, int completeWindows) {
        long[] recoded = new long[Field.LIMBS];
        windows.recode(recoded, k);
        WordState state = new WordState();
        Words table = new Words(windows.entries() * ENTRY);
        product.set(point);
        product.rescale(blind);
        state.set(product);
        putEntry(table, 0, state);
        for (int i = 1; i < windows.entries(); i++) {
            if ((i & 1) == 1) {
                state.copyPoint(table, (i - 1) / 2 * ENTRY);
                state.twice(1);
            } else {
                state.copyPoint(table, (i - 1) * ENTRY);
                state.sum(table, 0);
                state.takeSum();
            }
            putEntry(table, i * ENTRY, state);
        }
        Words wanted = new Words(ENTRY);
        long infinity = -1;
        for (int window = windows.count() - 1; window >= completeWindows; window--) {
            if (window < windows.count() - 1) {
                state.twice(windows.width());
            }
            long present = lookUp(wanted.array, table.array, windows.digit(recoded, window), windows.entries());
            state.sum(wanted, 0);
            state.takeSum(wanted.array, infinity, present);
            infinity &= ~present;
        }
        state.get(product);
        product.infinity = infinity;
        Accumulator doubled = new Accumulator();
        JacobianEntry entry = new JacobianEntry();
        for (int window = completeWindows - 1; window >= 0; window--) {
            for (int i = 0; i < windows.width(); i++) {
                product.twice();
            }
            long present = lookUp(wanted.array, table.array, windows.digit(recoded, window), windows.entries());
            long[][] parts = {entry.x, entry.y, entry.z, entry.zz, entry.zzz};
            for (int i = 0; i < parts.length; i++) {
                wanted.get(parts[i], i * PointCode.WORDS);
            }
            product.addComplete(entry, present, doubled);
        }
        state.wipe();
        table.wipe();
        wanted.wipe();
        entry.wipe();
        doubled.wipe();
        Limbs.wipe(recoded);
    }

    /** Reads every entry and keeps the wanted one with the digit's sign; -1 if there is one. */
    private static long lookUp(long[] wanted, long[] table, int digit, int entries) {
        long negative = digit >> 31;
        long size = (digit ^ negative) - negative;
        for (int i = 0; i < ENTRY; i++) {
            wanted[i] = 0;
        }
        for (int entry = 0; entry < entries; entry++) {
            long mask = (entry + 1 ^ size) - 1 >> 63;
            int at = entry * ENTRY;
            for (int i = 0; i < ENTRY; i++) {
                wanted[i] |= table[at + i] & mask;
            }
        }
        for (int i = 0; i < PointCode.WORDS; i++) {
            int y = PointCode.ENTRY_Y + i;
            wanted[y] ^= (wanted[y] ^ wanted[PointCode.ENTRY_NEGATIVE_Y + i]) & negative;
        }
        return -size >> 63;
    }

    /** Odd multiples of the generator, each with its opposite behind it. */
    private static final class GeneratorWords {
        private static final Words TABLE = make();

        private static Words make() {
            long[] odd = PointMultiplication.Generator.ODD;
            int count = odd.length / (2 * Field.LIMBS);
            Words table = new Words(2 * count * AFFINE);
            for (int i = 0; i < count; i++) {
                int at = 2 * i * AFFINE;
                table.put(at, java.util.Arrays.copyOfRange(odd, 2 * i * Field.LIMBS, (2 * i + 1) * Field.LIMBS));
                table.put(at + PointCode.WORDS, java.util.Arrays.copyOfRange(odd, (2 * i + 1) * Field.LIMBS, (2 * i + 2) * Field.LIMBS));
                System.arraycopy(table.array, at, table.array, at + AFFINE, PointCode.WORDS);
                negate(table.array, at + PointCode.WORDS, at + AFFINE + PointCode.WORDS);
            }
            return table;
        }
    }

    /**
     * As {@link PointMultiplication#sumPublic}, from sparse digits.
     *
     * @param entries odd multiples of the point that a digit can ask for
     */
    static void sumPublic(Accumulator sum, short[] ofGenerator, byte[] ofPoint, int top, AffinePoint point, int entries) {
        WordState state = new WordState();
        Words table = new Words(2 * entries * ENTRY);
        Accumulator room = new Accumulator();
        room.set(point);
        state.set(room);
        putPair(table, 0, state);
        state.twice(1);
        Words step = new Words(ENTRY);
        putEntry(step, 0, state);
        for (int i = 1; i < entries; i++) {
            state.copyPoint(table, 2 * (i - 1) * ENTRY);
            state.sum(step, 0);
            state.takeSum();
            putPair(table, i, state);
        }
        boolean infinity = true;
        int doublings = 0;
        for (int i = top; i >= 0; i--) {
            doublings++;
            if (ofPoint[i] != 0) {
                int at = ((Math.abs(ofPoint[i]) >> 1 << 1) + (ofPoint[i] < 0 ? 1 : 0)) * ENTRY;
                doubled(state, infinity, doublings);
                doublings = 0;
                infinity = addPublic(state, infinity, table, at, false, room);
            }
            if (ofGenerator[i] != 0) {
                int at = ((Math.abs(ofGenerator[i]) >> 1 << 1) + (ofGenerator[i] < 0 ? 1 : 0)) * AFFINE;
                doubled(state, infinity, doublings);
                doublings = 0;
                infinity = addPublic(state, infinity, GeneratorWords.TABLE, at, true, room);
            }
        }
        doubled(state, infinity, doublings);
        state.get(sum);
        sum.infinity = infinity ? -1 : 0;
    }

    private static void doubled(WordState state, boolean infinity, int count) {
        if (!infinity && count > 0) {
            state.twice(count);
        }
    }

    private static void putPair(Words table, int entry, WordState state) {
        int at = 2 * entry * ENTRY;
        putEntry(table, at, state);
        System.arraycopy(table.array, at, table.array, at + ENTRY, ENTRY);
        System.arraycopy(table.array, at + PointCode.ENTRY_NEGATIVE_Y, table.array, at + ENTRY + PointCode.ENTRY_Y, PointCode.WORDS);
    }

    /** Whether the sum is infinity. */
    static boolean addPublic(WordState state, boolean infinity, Words table, int at, boolean affine, Accumulator room) {
        if (!infinity && (affine ? state.sumAffine(table, at) : state.sum(table, at)) != 0) {
            state.takeSum();
            return false;
        }
        // Infinity, or the same x: plain Java knows what to do.
        JacobianEntry entry = new JacobianEntry();
        table.get(entry.x, at);
        table.get(entry.y, at + PointCode.ENTRY_Y);
        if (affine) {
            Field.copy(entry.z, Field.one());
        } else {
            table.get(entry.z, at + 2 * PointCode.WORDS);
        }
        Field.square(entry.zz, entry.z);
        Field.multiply(entry.zzz, entry.zz, entry.z);
        if (infinity) {
            room.infinity = -1;
        } else {
            state.get(room);
        }
        room.addPublic(entry);
        if (room.infinity == 0) {
            state.set(room);
        }
        return room.infinity != 0;
    }
}
