package dev.anole.ops.series;

/**
 * Codes what a predictor got wrong: unsigned numbers, mostly small, in bursts, with runs of zeros.
 *
 * <p>Each number is Golomb-Rice coded: {@code value >> k} in unary, then its {@code k} lowest bits. As in LOCO-I
 * (Weinberger, Seroussi, Sapiro: <i>The LOCO-I Lossless Image Compression Algorithm</i>, section III, the core of JPEG-LS)
 * {@code k} is not stored but follows the mean of what has just been coded, which the decoder knows as well: a burst costs
 * its own size, and a calm stretch has its short codes back within a dozen samples. Two things differ:
 * <ul>
 * <li>after a zero comes the number of further zeros, Rice coded with a mean of its own, so that an idle counter costs a
 *     few bits a chunk; what ends such a run is not zero, and is coded less one;</li>
 * <li>a number whose unary part would reach {@value #ESCAPE} ones is written plainly, after its width.</li>
 * </ul>
 *
 * The worst case is {@value #ESCAPE} + {@value #WIDTH_BITS} + {@value #MAX_BITS} bits a number.
 */
final class Residuals {
    /** Numbers are below two to this power: second differences of 54-bit integers, zigzagged. */
    static final int MAX_BITS = 56;
    private static final int ESCAPE = 18;
    private static final int WIDTH_BITS = 6;
    /** The mean of the numbers forgets by halves after so many of them, that of the runs after so many runs. */
    private static final int NUMBER_WINDOW = 16;
    private static final int RUN_WINDOW = 8;
    /** The first guess at the mean is taken from so many numbers. */
    private static final int FIRST = 8;

    private Residuals() {
    }

    /** The running mean from which both sides take their {@code k}: the smallest for which {@code count << k} reaches the sum. */
    private static final class Mean {
        private final int window;
        private long sum;
        private long count = 1;
        private int k;

        Mean(int window, int firstK) {
            this.window = window;
            this.sum = 1L << firstK;
            this.k = firstK;
        }

        void add(long value) {
            sum += value;
            count++;
            if (count >= window) {
                sum >>= 1;
                count >>= 1;
            }
            while (k < MAX_BITS - 1 && count << k < sum) {
                k++;
            }
            while (k > 0 && count << k - 1 >= sum) {
                k--;
            }
        }

        /** As many zeros as matter. */
        void addZeros(int zeros) {
            for (int i = Math.min(zeros, 4 * window); i > 0; i--) {
                add(0);
            }
        }
    }

    static void write(PackWriter out, long[] values, int size) {
        long first = 0;
        int sample = Math.min(size, FIRST);
        for (int i = 0; i < sample; i++) {
            first += values[i];
        }
        int firstK = 0;
        while (firstK < MAX_BITS - 1 && (long) sample << firstK < first) {
            firstK++;
        }
        out.bits(firstK, WIDTH_BITS);
        var numbers = new Mean(NUMBER_WINDOW, firstK);
        var runs = new Mean(RUN_WINDOW, 1);
        int floor = 0;
        for (int i = 0; i < size; i++) {
            long value = values[i];
            code(out, value - floor, numbers.k);
            numbers.add(value);
            floor = 0;
            if (value == 0) {
                int run = 0;
                while (i + 1 < size && values[i + 1] == 0) {
                    run++;
                    i++;
                }
                code(out, run, runs.k);
                runs.add(run);
                numbers.addZeros(run);
                floor = 1;
            }
        }
        out.align();
    }

    static void read(PackReader in, long[] values, int size) {
        int firstK = (int) in.bits(WIDTH_BITS);
        if (firstK >= MAX_BITS) {
            throw in.damage("a width of " + firstK + " bits is above " + (MAX_BITS - 1));
        }
        var numbers = new Mean(NUMBER_WINDOW, firstK);
        var runs = new Mean(RUN_WINDOW, 1);
        int floor = 0;
        for (int i = 0; i < size; i++) {
            long value = decode(in, numbers.k) + floor;
            values[i] = value;
            numbers.add(value);
            floor = 0;
            if (value == 0) {
                long run = decode(in, runs.k);
                if (run > size - i - 1) {
                    throw in.damage("a run of " + run + " zeros passes the end");
                }
                for (int end = i + (int) run; i < end;) {
                    values[++i] = 0;
                }
                runs.add(run);
                numbers.addZeros((int) run);
                floor = 1;
            }
        }
        in.align();
    }

    private static void code(PackWriter out, long value, int k) {
        assert value >= 0 && value >>> MAX_BITS == 0 : value;
        long quotient = value >>> k;
        if (quotient < ESCAPE) {
            out.unary((int) quotient);
            out.bits(value, k);
        } else {
            out.bits((1L << ESCAPE) - 1, ESCAPE);
            int width = 64 - Long.numberOfLeadingZeros(value);
            out.bits(width, WIDTH_BITS);
            out.bits(value, width);
        }
    }

    private static long decode(PackReader in, int k) {
        int quotient = in.unary(ESCAPE);
        if (quotient < ESCAPE) {
            return (long) quotient << k | in.bits(k);
        }
        int width = (int) in.bits(WIDTH_BITS);
        if (width > MAX_BITS) {
            throw in.damage("a width of " + width + " bits is above " + MAX_BITS);
        }
        return in.bits(width);
    }
}
