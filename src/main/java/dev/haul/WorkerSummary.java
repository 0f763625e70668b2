package dev.haul;

/**
 * What one worker process has done so far.
 *
 * @param number from 1 on
 * @param tasks pieces of operations
 * @param files as in {@link Counts}
 * @param bytes as in {@link Counts}
 * @param restarts how often another process had to take its place
 */
public record WorkerSummary(int number, long tasks, long files, long bytes, int restarts) {}
