package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * A path into a type, resolved: what a relocation means in the object's types ("local"), or where it leads in the
 * target's. The access string {@code 0:1:2} is read as C would read {@code &((struct sample *) p)[0].b.c[…]}: its first
 * number indexes the pointer, each following one a member or an element.
 *
 * <p>Steps through members without a name are not kept: they are how a structure is written, not what it says, and the
 * target may nest them otherwise.
 */
final class CoreSpec {
    /** {@code BPF_CORE_SPEC_MAX_LEN}: of steps, in any path. */
    static final int STEPS_MAX = 64;

    /** One step that counts: a named member, an enumerator, or an element (whose name is empty). */
    record Step(int type, int index, String name) {
        boolean isElement() {
            return name.isEmpty();
        }
    }

    /** A member of a structure, by its place. */
    record Member(int type, int index) {
    }

    final Btf btf;
    final int root;
    final List<Step> steps = new ArrayList<>(4);
    /** All members on the path, those without a name too; only of a target's path. */
    final List<Member> members = new ArrayList<>(4);
    long bitOffset;
    int rawLength;

    CoreSpec(Btf btf, int root) {
        this.btf = btf;
        this.root = root;
    }

    Step last() {
        return steps.getLast();
    }

    void step(int type, int index, String name) {
        steps.add(new Step(type, index, name));
    }

    void countRaw() {
        if (++rawLength > STEPS_MAX) {
            throw btf.wrong(0, "a path of more than " + STEPS_MAX + " steps into " + btf.describe(root));
        }
    }

    /** Reads a relocation of the object's. */
    static CoreSpec parse(Btf btf, CoreRelocation relocation) {
        CoreSpec spec = new CoreSpec(btf, relocation.type());
        int[] path = numbers(btf, relocation.access());
        if (relocation.kind().isType()) {
            if (path.length != 1 || path[0] != 0) {
                throw btf.wrong(0, "a path to a type must be 0, not " + relocation.access());
            }
            return spec;
        }
        int type = btf.resolve(relocation.type());
        if (relocation.kind().isEnumerator()) {
            if (!btf.kind(type).isEnum() || path.length != 1 || path[0] >= btf.parts(type)) {
                throw btf.wrong(0, "no enumerator " + relocation.access() + " in " + btf.describe(type));
            }
            spec.step(type, path[0], btf.partName(type, path[0]));
            return spec;
        }
        spec.step(type, path[0], "");
        spec.bitOffset = path[0] * 8L * btf.size(type);
        spec.rawLength = path.length;
        for (int i = 1; i < path.length; i++) {
            type = spec.descend(btf.resolve(type), path[i]);
        }
        return spec;
    }

    private int descend(int type, int index) {
        if (btf.kind(type).isStructOrUnion()) {
            if (index >= btf.parts(type)) {
                throw btf.wrong(0, btf.describe(type) + " has no member " + index);
            }
            bitOffset += btf.memberBitOffset(type, index);
            String name = btf.partName(type, index);
            if (!name.isEmpty()) {
                step(type, index, name);
            }
            return btf.partType(type, index);
        }
        if (btf.kind(type) != BtfKind.ARRAY) {
            throw btf.wrong(0, btf.describe(type) + " has no parts that a path could lead to");
        }
        int element = btf.resolve(btf.elementType(type));
        if (!isFlexible(type) && Integer.compareUnsigned(index, btf.elementCount(type)) >= 0) {
            throw btf.wrong(0, btf.describe(type) + " has no element " + index);
        }
        step(element, index, "");
        bitOffset += index * 8L * btf.size(element);
        return element;
    }

    /** Whether the array that the last step leads to is a structure's last member and states no length. */
    boolean isFlexible(int array) {
        Step before = last();
        return !before.isElement() && btf.elementCount(array) == 0 && before.index() == btf.parts(before.type()) - 1;
    }

    private static int[] numbers(Btf btf, String access) {
        String[] words = access.split(":", -1);
        if (words.length > STEPS_MAX) {
            throw btf.wrong(0, "a path of more than " + STEPS_MAX + " steps");
        }
        int[] numbers = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                numbers[i] = Integer.parseUnsignedInt(words[i]);
            } catch (NumberFormatException e) {
                throw btf.wrong(0, "a path is numbers with colons, not '" + access + "'");
            }
            if (numbers[i] < 0) {
                throw btf.wrong(0, "a path with the number " + words[i]);
            }
        }
        return numbers;
    }

    /** As a person writes it: {@code struct task_struct.se.vruntime}. */
    String describe() {
        StringBuilder text = new StringBuilder(btf.describe(root));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!step.isElement()) {
                text.append(btf.kind(step.type()).isEnum() ? "::" : ".").append(step.name());
            } else if (i > 0 || step.index() > 0) {
                text.append('[').append(step.index()).append(']');
            }
        }
        return text.toString();
    }
}
