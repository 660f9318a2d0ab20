package dev.anole.ops.collect;

import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;

/** The collector's operations, listed by hand. */
public final class CollectRoom {
    private CollectRoom() {
    }

    /**
     * The room.
     *
     * @param collector where it is started, operations read what it sampled; where not, they look for themselves, twice
     *                  200 ms apart
     */
    public static Room of(Collector collector) {
        return new Room("ops/collect", Text.of("Host", "主机"), List.of(
            new HostShow(), new HostWaits(collector), new HostTop(collector), new HostProcesses(collector),
            new HostCgroups(collector), new HostContainers(), new HostJvms(), new HostDisks(collector), new HostNetwork(collector),
            new HostFilesystems(), new HostPackages(), new HostServices(), new HostLog(collector), new HostEvents(collector),
            new HostSamples(collector), new HostMetrics(collector), new HostSources(collector)));
    }
}
