package dev.haul;

/**
 * What one worker process has done so far.
 *
 * @param number from 1 on
 * @param tasks pieces of operations
 * @param files as in {@link Counts}
 * @param bytes as in {@link Counts}
 * @param restarts how often it was lost, and another process took its place
 * @param renewals how often another one took its place because it had run its number of tasks
 */
public record WorkerSummary(
    int number, long tasks, long files, long bytes, int restarts, int renewals) {}
