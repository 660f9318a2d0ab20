package dev.anole.kernel.bpf;

import java.util.Arrays;

/**
 * Finds the types of one BTF by name: a hash table of chains, two words a type, whose entries are compared with the
 * strings where they lie.
 *
 * <p>Keys are <em>essential</em> names: what follows a triple underscore is a flavour, which the compile-once rules
 * ignore, so {@code task_struct___old} stands beside {@code task_struct}. A kernel of 127,000 types has 0.8 MB of this,
 * which is built in one pass over types and strings when a name is asked for first.
 */
final class BtfNames {
    private static final int BUCKETS_MIN = 16;
    private static final int PIECE = 64;

    private final Btf btf;
    private final int[] heads;
    /** The next type in the chain by own index; types as numbers, 0 ends a chain. */
    private final int[] nexts;

    BtfNames(Btf btf) {
        this.btf = btf;
        int count = btf.typeCount() - btf.firstType();
        int buckets = Math.max(BUCKETS_MIN, Integer.highestOneBit(Math.max(1, count / 2)));
        heads = new int[buckets];
        nexts = new int[count];
        for (int i = 0; i < count; i += PIECE) {
            add(i, Math.min(count, i + PIECE));
        }
    }

    /** A piece of the types: see {@link Btf} on why in pieces. */
    private void add(int from, int to) {
        int first = btf.firstType();
        int mask = heads.length - 1;
        boolean whole = btf.base().isEmpty();
        byte[] bytes = btf.bytes();
        for (int i = from; i < to; i++) {
            int name = btf.int32(btf.start(first + i));
            if (name == 0) {
                continue;
            }
            // A split part may name its types with strings of its base, which are elsewhere.
            int hash = whole ? hash(bytes, btf.stringPosition(name)) : hash(terminated(btf.string(name)), 0);
            nexts[i] = heads[hash & mask];
            heads[hash & mask] = first + i;
        }
    }

    /** Heap in bytes. */
    long bytes() {
        return 4L * heads.length + 4L * nexts.length;
    }

    /** The types with this essential name, ascending. */
    int[] find(byte[] essential) {
        byte[] key = Arrays.copyOf(essential, essential.length + 1);
        int[] found = new int[4];
        int count = 0;
        String wanted = new String(essential, java.nio.charset.StandardCharsets.UTF_8);
        for (int type = heads[hash(key, 0) & heads.length - 1]; type != 0; type = nexts[type - btf.firstType()]) {
            if (essential(btf.name(type)).equals(wanted)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = type;
            }
        }
        int[] exact = Arrays.copyOf(found, count);
        Arrays.sort(exact);
        return exact;
    }

    /** A name without its flavour: what stands before the last triple underscore that has others on both sides. */
    static String essential(String name) {
        for (int i = name.length() - 5; i >= 0; i--) {
            if (name.charAt(i) != '_' && name.startsWith("___", i + 1) && name.charAt(i + 4) != '_') {
                return name.substring(0, i + 1);
            }
        }
        return name;
    }

    private static byte[] terminated(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Of the essential part of a NUL-terminated name. */
    private static int hash(byte[] bytes, int from) {
        int hash = 0;
        int result = 0;
        boolean flavoured = false;
        int underscores = 0;
        int before = 0;
        int position = from;
        for (byte b; (b = bytes[position]) != 0; position++) {
            if (b == '_') {
                if (underscores++ == 0) {
                    before = hash;
                }
            } else {
                if (underscores == 3 && position - 3 > from) {
                    result = before;
                    flavoured = true;
                }
                underscores = 0;
            }
            hash = hash * 31 + b;
        }
        int whole = flavoured ? result : hash;
        return whole ^ whole >>> 15;
    }
}
