package dev.haul.engine.process;

/**
 * How a worker ended.
 *
 * @param words for people, what came after "a worker"
 * @param killed whether somebody else ended it: a person, or the kernel for want of memory
 */
record WorkerEnd(String words, boolean killed) {}
