package dev.anole.ops.trace;

import dev.anole.kernel.bpf.BpfObject;
import dev.anole.kernel.bpf.Btf;
import dev.anole.kernel.bpf.BtfMinimizer;
import dev.anole.kernel.bpf.KernelPackage;
import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.journal.Journaled;
import dev.anole.operation.journal.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code bpf btf extract}: the types of a kernel out of its package, whole or as far as objects need them. */
public final class BpfBtfExtract implements Journaled<BpfBtfExtract.Input> {
    /** From where, to where. */
    public record Input(
        @Described(en = "Kernel package (deb), kernel image, or file of types", zh = "内核软件包（deb）、内核映像或类型文件", positional = true) Path kernel,
        @Described(en = "File for the types", zh = "类型文件", positional = true) Path file,
        @Described(en = "Objects whose types alone are wanted", zh = "只保留这些目标文件所需的类型") List<Path> object) {
        public Input {
            object = List.copyOf(object);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("bpf btf extract");
    }

    @Override
    public Text summary() {
        return Text.of("Takes a kernel's types out of its package, for hosts whose kernel does not tell them", "从内核软件包提取类型信息，供内核未提供类型的主机使用");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        try {
            Btf types = KernelPackage.btf(context.host().path(input.kernel().toString()));
            List<BpfObject> objects = new ArrayList<>();
            for (Path object : input.object()) {
                objects.add(BpfObject.read(context.host().path(object.toString())));
            }
            Btf wanted = objects.isEmpty() ? types : BtfMinimizer.minimize(types, objects);
            return new Change(Text.of("Write types of " + Plain.text(input.kernel()) + " to " + Plain.text(input.file()), "将 " + Plain.text(input.kernel()) + " 的类型写入 " + Plain.text(input.file())),
                List.of(WholeFile.written(input.file().toString(), wanted.toByteArray(), context.clock())));
        } catch (IOException e) {
            throw OperationException.notFound(Text.of("not readable: " + Plain.text(String.valueOf(e.getMessage())), "无法读取：" + Plain.text(String.valueOf(e.getMessage()))), Text.same(""));
        } catch (RuntimeException e) {
            throw Refused.of(e);
        }
    }
}
