package dev.haul.engine.process;

import dev.haul.fs.FileIdentity;
import dev.haul.task.LostAttempts;
import dev.haul.task.Outcome;
import dev.haul.task.ProgressMeter.Figures;
import dev.haul.task.Task;
import org.jspecify.annotations.Nullable;

/** What the two sides say to each other. */
sealed interface Message {
  /**
   * The worker's first: it is ready.
   *
   * @param run the {@link dev.haul.fs.TemporaryName#run} of the worker
   */
  record Hello(int version, String run) implements Message {}

  /**
   * To the worker: run this task, after those before it.
   *
   * @param request a number that the answer refers to
   * @param lacksTasks whether nothing waits that others could take
   */
  record Run(int request, Task task, boolean lacksTasks, @Nullable LostAttempts lost)
      implements Message {}

  /** To the worker: begin nothing more of that request, and take back what is under way. */
  record Stop(int request) implements Message {}

  /** To the worker, while it has nothing to do: both sides forget what they know by numbers. */
  record Reset() implements Message {}

  /** From the worker, ten times a second while it is at work: how far it is. */
  record Alive(int request, Figures figures) implements Message {}

  /**
   * From the worker: a directory was made in one that was there before, and nothing is in it yet.
   */
  record Made(int request, FileIdentity directory) implements Message {}

  /** From the worker: what comes now must not be done twice. */
  record Irrevocable(int request) implements Message {}

  /**
   * From the worker: a task has run to its end, and some of what it found with it.
   *
   * @param stopped whether it was told that it is to stop, and may have left something out
   */
  record Done(int request, boolean stopped, Figures figures, Outcome outcome) implements Message {}
}
