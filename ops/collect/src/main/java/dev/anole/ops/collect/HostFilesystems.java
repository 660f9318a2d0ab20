package dev.anole.ops.collect;

import dev.anole.kernel.linux.MountEntry;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.ArrayList;
import java.util.List;

/** {@code host filesystems}: what is mounted where, and how full it is. */
public final class HostFilesystems implements Operation<HostFilesystems.Input, HostFilesystems.FileSystems> {
    /** What is asked. */
    public record Input(
        @Described(en = "also those that hold nothing: proc, sysfs, …", zh = "包含 proc、sysfs 等无数据的文件系统") boolean all) {
    }

    /** What is answered. */
    public record FileSystems(
        @Described(en = "file systems", zh = "文件系统") List<FileSystemRow> fileSystems) implements Viewed {
        public FileSystems {
            fileSystems = List.copyOf(fileSystems);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(FileSystemRow.class), fileSystems);
        }
    }

    private static final int ROWS_MAX = 5000;

    @Override
    public OperationName name() {
        return OperationName.of("host filesystems");
    }

    @Override
    public Text summary() {
        return Text.of("Mounted file systems and how full they are", "已挂载的文件系统及使用率");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<FileSystems> output() {
        return Output.value(FileSystems.class);
    }

    @Override
    public FileSystems run(Input input, Context context) {
        List<MountEntry> mounts = MountedFileSystems.all(context.host());
        List<FileSystemRow> rows = new ArrayList<>();
        for (MountEntry mount : input.all ? mounts : MountedFileSystems.measurable(mounts)) {
            if (rows.size() < ROWS_MAX) {
                rows.add(FileSystemRow.of(context.host(), mount));
            }
        }
        return new FileSystems(rows);
    }
}
