package dev.haul.engine.process;

import java.time.Duration;

/**
 * How workers are kept.
 *
 * @param workers at most
 * @param mostTasks a worker is renewed after so many; 0 for never
 * @param timeout how long a worker may be at one task; zero for ever
 * @param silence how long a worker may give no sign of life while it is at work
 */
record WorkerOptions(int workers, int mostTasks, Duration timeout, Duration silence) {}
