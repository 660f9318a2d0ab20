package dev.anole.kernel.bpf;

import java.util.List;
import java.util.Map;

/**
 * A program with the functions that it calls, in one piece as the kernel takes it. Offsets in the tables are
 * instructions from its start.
 *
 * @param targets what still depends on the running kernel, by instruction
 * @param poisoned fields that the target does not have, by instruction
 */
record LinkedProgram(BpfFunction main, long[] code, List<BtfExt.FunctionInfo> functions, List<BtfExt.LineInfo> lines,
                     Map<Integer, CodeTarget> targets, Map<Integer, String> poisoned) {
}
