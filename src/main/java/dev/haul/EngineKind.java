package dev.haul;

/** How an engine runs its tasks. */
public enum EngineKind {
  /** Platform threads of this JVM: the fastest on one machine. */
  THREADS,
  /** The thread that submits: no concurrency; the baseline. */
  DIRECT
}
