package dev.anole.kernel.bpf;

import java.util.List;

/** Several programs at work, that begin and end together. */
public final class BpfLinks implements AutoCloseable {
    private final List<BpfLink> links;

    BpfLinks(List<BpfLink> links) {
        this.links = List.copyOf(links);
    }

    /** One a program, in the object's order. */
    public List<BpfLink> all() {
        return links;
    }

    @Override
    public void close() {
        links.forEach(BpfLink::close);
    }
}
