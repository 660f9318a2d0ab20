package dev.anole.operation;
/** Placeholder. */
final class Tasks { static final int OUTPUT_MAX = 1 << 20; }
