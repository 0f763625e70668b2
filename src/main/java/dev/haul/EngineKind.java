package dev.haul;

/** How an engine runs its tasks. */
public enum EngineKind {
  /** Platform threads of this JVM: the fastest on one machine. */
  THREADS,
  /**
   * Worker JVMs: each has its own descriptors, heap and address space, and when one is lost its
   * tasks run again elsewhere. Only for the default file system.
   */
  PROCESSES,
  /**
   * The data of many files on its way at once through asynchronous channels, on few threads; names
   * and attributes on a few more.
   */
  ASYNC,
  /** The thread that submits: no concurrency; the baseline. */
  DIRECT
}
