package dev.anole.ops.collect;

import dev.anole.operation.Probe;
import java.util.List;
import java.util.Map;

/**
 * What an operation gets to see of the host.
 *
 * @param sample    the newest
 * @param processes all of them
 * @param probes    what each sampler finds of its source, by its name
 */
record Reading(Sample sample, List<ProcessSample> processes, Map<String, Probe> probes) {
}
