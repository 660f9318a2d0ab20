package dev.anole.ops.collect;

import dev.anole.operation.Described;

/** An installed package. */
public record PackageInventory(
    @Described(en = "name", zh = "名称") String name,
    @Described(en = "version", zh = "版本") String version,
    @Described(en = "architecture", zh = "架构") String architecture,
    @Described(en = "size", zh = "大小", unit = "B") long sizeBytes,
    @Described(en = "what it is", zh = "简介") String summary) {
}
