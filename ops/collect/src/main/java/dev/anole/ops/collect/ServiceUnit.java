package dev.anole.ops.collect;

import dev.anole.operation.Described;

/** A systemd service. */
public record ServiceUnit(
    @Described(en = "unit", zh = "单元") String name,
    @Described(en = "loaded", zh = "加载状态") String load,
    @Described(en = "active", zh = "活动状态") String active,
    @Described(en = "state", zh = "子状态") String state,
    @Described(en = "what it is", zh = "描述") String description) {
}
