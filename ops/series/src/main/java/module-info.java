/** Compact time series on disk for one host's metrics; see {@link dev.anole.ops.series}. */
module dev.anole.ops.series {
    exports dev.anole.ops.series;
}
