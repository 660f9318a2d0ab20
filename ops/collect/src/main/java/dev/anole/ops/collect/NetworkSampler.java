package dev.anole.ops.collect;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What passes through each network interface, {@code /proc/net/dev}. An interface that has never carried anything has no
 * series. Sums are over those with a device behind them; where none has (in a container), over all but the loopback.
 */
final class NetworkSampler implements Sampler {
    /** Interfaces beyond are passed over: a node with hundreds of containers has hundreds of veths. */
    static final int INTERFACES_MAX = 256;

    private static final String SOURCE = "/proc/net/dev";
    private static final String LABEL = "interface";
    private static final int COLUMNS = 16;
    /** "compressed" of both directions is for PPP and says nothing. */
    private static final int IN_COMPRESSED = 6;
    private static final int OUT_COMPRESSED = 15;

    private static final Metric[] BY_COLUMN = {
        rate("net.in.bytes", Unit.BYTES_PER_SECOND, "received", "接收量"),
        rate("net.in.packets", Unit.PER_SECOND, "packets received", "接收的包"),
        rate("net.in.errors", Unit.PER_SECOND, "faulty packets received", "接收错误"),
        rate("net.in.drops", Unit.PER_SECOND, "packets received and dropped", "接收后丢弃"),
        rate("net.in.overruns", Unit.PER_SECOND, "packets lost because the device's queue was full", "设备队列溢出"),
        rate("net.in.frame.errors", Unit.PER_SECOND, "packets with framing errors", "帧错误"),
        rate("net.in.compressed", Unit.PER_SECOND, "compressed packets received", "接收的压缩包"),
        rate("net.in.multicast", Unit.PER_SECOND, "multicast packets received", "接收的组播包"),
        rate("net.out.bytes", Unit.BYTES_PER_SECOND, "sent", "发送量"),
        rate("net.out.packets", Unit.PER_SECOND, "packets sent", "发送的包"),
        rate("net.out.errors", Unit.PER_SECOND, "packets that could not be sent", "发送错误"),
        rate("net.out.drops", Unit.PER_SECOND, "packets dropped before they were sent", "发送前丢弃"),
        rate("net.out.overruns", Unit.PER_SECOND, "packets lost in the device while sending", "发送溢出"),
        rate("net.out.collisions", Unit.PER_SECOND, "collisions", "冲突"),
        rate("net.out.carrier.errors", Unit.PER_SECOND, "packets lost without a carrier", "载波错误"),
        rate("net.out.compressed", Unit.PER_SECOND, "compressed packets sent", "发送的压缩包"),
    };
    private static final int[] SUMMED = {0, 1, 2, 3, 8, 9, 10, 11};
    private static final Metric[] SUMS = Arrays.stream(SUMMED).mapToObj(i -> BY_COLUMN[i].inAll()).toArray(Metric[]::new);

    private final Host host;
    private final Board board;
    private final SourceFile file;
    private final Roster<Interface> interfaces = new Roster<>(INTERFACES_MAX, this::discover, Interface::forget);
    private final int[] sumSlots = new int[SUMS.length];
    private final double[] physicalSums = new double[SUMS.length];
    private final double[] virtualSums = new double[SUMS.length];
    private final long[] columns = new long[COLUMNS];
    private boolean anyPhysical;
    private boolean anyVirtual;

    NetworkSampler(Host host, Board board, ReadBuffer buffer) {
        this.host = host;
        this.board = board;
        this.file = new SourceFile(host, SOURCE, buffer);
        for (int i = 0; i < SUMS.length; i++) {
            sumSlots[i] = board.claim(SUMS[i]);
        }
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>(List.of(SUMS));
        for (int i = 0; i < COLUMNS; i++) {
            if (i != IN_COMPRESSED && i != OUT_COMPRESSED) {
                list.add(BY_COLUMN[i]);
            }
        }
        return list;
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Probe probe() {
        return file.probe();
    }

    @Override
    public void sample(Tick tick) {
        if (!file.read(tick)) {
            return;
        }
        Arrays.fill(physicalSums, 0);
        Arrays.fill(virtualSums, 0);
        anyPhysical = false;
        anyVirtual = false;
        ByteCursor text = file.text().skipLine().skipLine();
        interfaces.begin();
        while (!text.atEnd()) {
            int from = text.skipBlanks().position();
            if (text.skipPast(':')) {
                int end = text.position();
                Optional<Interface> one = interfaces.at(text, from, end - 1);
                text.position(end);
                if (one.isPresent()) {
                    for (int i = 0; i < COLUMNS; i++) {
                        columns[i] = text.numberOr(0);
                    }
                    one.get().read();
                }
            }
            text.skipLine();
        }
        interfaces.end();
        if (anyPhysical || anyVirtual) {
            for (int i = 0; i < sumSlots.length; i++) {
                board.level(sumSlots[i], anyPhysical ? physicalSums[i] : virtualSums[i]);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private Optional<Interface> discover(String name) {
        return Optional.of(new Interface(name, SmallFile.exists(host, "/sys/class/net/" + name + "/device")));
    }

    private static Metric rate(String id, Unit unit, String en, String zh) {
        return Metric.rate(id, unit, 1, SOURCE, en, zh).per(LABEL);
    }

    /** One interface. */
    private final class Interface {
        private final String name;
        private final boolean physical;
        private final boolean loopback;
        private final int[] slots = new int[COLUMNS];
        private boolean claimed;

        Interface(String name, boolean physical) {
            this.name = name;
            this.physical = physical;
            this.loopback = name.equals("lo");
        }

        void read() {
            if (!claimed && !everUsed()) {
                return;
            }
            claim();
            for (int i = 0; i < COLUMNS; i++) {
                board.count(slots[i], columns[i]);
            }
            if (!loopback) {
                addTo(physical ? physicalSums : virtualSums);
            }
        }

        private void addTo(double[] sums) {
            if (Double.isNaN(board.value(slots[0]))) {
                return;
            }
            for (int i = 0; i < SUMMED.length; i++) {
                double value = board.value(slots[SUMMED[i]]);
                sums[i] += Double.isNaN(value) ? 0 : value;
            }
            anyPhysical |= physical;
            anyVirtual |= !physical;
        }

        private boolean everUsed() {
            for (long column : columns) {
                if (column != 0) {
                    return true;
                }
            }
            return false;
        }

        private void claim() {
            if (!claimed) {
                for (int i = 0; i < COLUMNS; i++) {
                    slots[i] = i == IN_COMPRESSED || i == OUT_COMPRESSED ? Board.NONE : board.claim(BY_COLUMN[i], name);
                }
                claimed = true;
            }
        }

        void forget() {
            if (claimed) {
                for (int slot : slots) {
                    board.release(slot);
                }
            }
        }
    }
}
