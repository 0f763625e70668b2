package dev.haul.fs;

import java.io.IOException;

/** Threads that can be spared to help with one large file. */
@FunctionalInterface
public interface Crew {
  /** Nobody to spare: the calling thread does all of it. */
  Crew ALONE = Work::run;

  /**
   * Runs {@code work} in the calling thread and, at the same time, in as many others as there are
   * to spare, and returns when all of them have ended.
   *
   * @throws IOException the first one that any of them threw
   */
  void runTogether(Work work) throws IOException;

  /** Work that divides itself among the threads that run it. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }
}
