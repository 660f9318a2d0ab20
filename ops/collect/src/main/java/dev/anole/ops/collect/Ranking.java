package dev.anole.ops.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Chooses the few processes worth telling of: the first of each measure, as many of each as there is room for. */
final class Ranking {
    private static final List<ToDoubleFunction<TrackedProcess>> MEASURES = List.of(
        p -> p.cpuPercent,
        p -> p.runDelayMsPerSecond,
        p -> p.diskWaitMsPerSecond,
        p -> orZero(p.readBytesPerSecond) + orZero(p.writeBytesPerSecond),
        p -> p.majorFaultsPerSecond,
        p -> p.residentBytes);

    private Ranking() {
    }

    /**
     * The first of each measure, then the second of each, until there are enough. Ordered by CPU. A process that shows
     * nothing in any measure is not among them.
     */
    static List<TrackedProcess> choose(List<TrackedProcess> processes, int most) {
        List<TrackedProcess[]> orders = new ArrayList<>(MEASURES.size());
        for (ToDoubleFunction<TrackedProcess> measure : MEASURES) {
            orders.add(first(processes, measure, Math.min(most, processes.size())));
        }
        List<TrackedProcess> chosen = new ArrayList<>(most);
        for (int rank = 0; rank < most && chosen.size() < most; rank++) {
            for (TrackedProcess[] order : orders) {
                if (rank < order.length && order[rank] != null && chosen.size() < most && !chosen.contains(order[rank])) {
                    chosen.add(order[rank]);
                }
            }
        }
        chosen.sort((a, b) -> Double.compare(orZero(b.cpuPercent), orZero(a.cpuPercent)));
        return chosen;
    }

    /** Keeps a short sorted list, which is cheaper than sorting all. */
    private static TrackedProcess[] first(List<TrackedProcess> processes, ToDoubleFunction<TrackedProcess> measure, int most) {
        TrackedProcess[] best = new TrackedProcess[most];
        double[] values = new double[most];
        int count = 0;
        for (int i = 0; i < processes.size(); i++) {
            TrackedProcess process = processes.get(i);
            double value = measure.applyAsDouble(process);
            if (!(value > 0) || count == most && value <= values[count - 1]) {
                continue;
            }
            int at = count < most ? count++ : count - 1;
            while (at > 0 && values[at - 1] < value) {
                values[at] = values[at - 1];
                best[at] = best[at - 1];
                at--;
            }
            values[at] = value;
            best[at] = process;
        }
        return best;
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
