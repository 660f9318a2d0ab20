package dev.anole.ops.series;

/**
 * Something that a person should know about a store, though it goes on: a file set aside, rows given up, a clock turned back.
 *
 * @param epochMillis when it was noticed, by the wall clock
 * @param sentence    what, where, why, and what to do, in one line
 */
public record Notice(long epochMillis, String sentence) {
}
