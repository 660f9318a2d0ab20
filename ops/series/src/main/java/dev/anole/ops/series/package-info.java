/**
 * Compact time series on disk for one host's metrics: one batch of values a second in, charts of any span out.
 *
 * <h2>A map of the room</h2>
 * <ul>
 * <li><b>The door</b>: {@link dev.anole.ops.series.SeriesStore}, whose essay tells how everything works and what bounds it.
 *     One puts in a {@link dev.anole.ops.series.Batch} of {@link dev.anole.ops.series.SeriesId}s and values, and gets out a
 *     {@link dev.anole.ops.series.Chart} for a {@link dev.anole.ops.series.Selection}. {@link dev.anole.ops.series.Settings}
 *     and {@link dev.anole.ops.series.Tier} say how finely and for how long, {@link dev.anole.ops.series.Stats} how things are,
 *     {@link dev.anole.ops.series.StoreException} what went wrong.</li>
 * <li><b>Numbers</b>, from doubles to bits: {@code Decimals}, {@code ValueColumn}, {@code IntegerColumn}, {@code Residuals},
 *     {@code PackWriter} and {@code PackReader}.</li>
 * <li><b>Blocks</b>: {@code Block} with {@code BlockHeader}, {@code Chunk} and {@code BlockIndex}; {@code BlockWriter} into a
 *     {@code MemorySink} or a {@code FileSink}; {@code RollUp} makes one of many.</li>
 * <li><b>The newest rows</b>: {@code Recent} with its {@code Segment}s, each a {@code Head}, its {@code SlotNames} and a
 *     {@code LogFile} of rows in the {@code RowCodec}.</li>
 * <li><b>Housekeeping</b>: {@code StoreDirectory}, {@code StoreLock}, {@code Shelf}, {@code Recovery}, {@code Upkeep}, {@code Notices}.</li>
 * <li><b>Charts</b>: {@code ChartReader} and {@code Grid}.</li>
 * </ul>
 *
 * <p>It depends on {@code java.base} alone and knows nothing of operations, consoles or agents.
 */
package dev.anole.ops.series;
