/**
 * Runs tasks concurrently.
 *
 * <p>{@link dev.haul.engine.Scheduler} is shared by all engines: it hands out the deepest task
 * first, knows when a directory and an operation have ended, sees to hard links, and adds up
 * reports. A {@link dev.haul.engine.TaskEngine} is a way of running what it hands out. {@link
 * dev.haul.engine.OperationEngine} puts the two together behind the API.
 *
 * <p>Locks: the scheduler has one, which is never held while a task runs or a listener is called,
 * and under which no other lock is taken.
 */
@NullMarked
package dev.haul.engine;

import org.jspecify.annotations.NullMarked;
