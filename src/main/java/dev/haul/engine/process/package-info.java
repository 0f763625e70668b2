/**
 * The engine of worker JVMs: tasks run in processes of their own, each with its own descriptors,
 * heap and address space, and the death of one loses nothing.
 *
 * <p>{@link dev.haul.engine.process.ProcessEngine} has a {@link dev.haul.engine.process.WorkerSlot}
 * for each worker: a thread that takes tasks, sends them to its {@link
 * dev.haul.engine.process.WorkerProcess}, and waits for what comes back. In the other process,
 * {@link dev.haul.engine.process.Worker} runs them one after the other, each with as much of the
 * subtree below it as takes a few milliseconds ({@link dev.haul.task.SubtreeRun}). Between the two
 * go {@link dev.haul.engine.process.Message}s in frames, over the worker's standard input and
 * output.
 *
 * <p>What a task found to do comes with its report, so a task whose worker was lost has happened as
 * a whole or, to all the others, not at all; it is run again and told so ({@link
 * dev.haul.task.LostAttempts}), and so is what it hands on then: the one that was lost may have
 * gone further. For that a task gives up what is left of it after a few milliseconds. What must not
 * happen twice, as adding records, is announced before; then the loss of the worker is a failure.
 * Paths are never trusted: a worker reaches each directory from the operand down, name by name, and
 * it has to be the one that it was.
 */
@NullMarked
package dev.haul.engine.process;

import org.jspecify.annotations.NullMarked;
