package dev.haul.cli;

import dev.haul.ConflictPolicy;

/**
 * What a run needs to know, whatever is done in it.
 *
 * @param verb the command
 * @param policy what it does about existing targets, for advice
 * @param strict whether a lost attribute is a failure
 * @param engine what does the work
 */
record RunRequest(
    String verb,
    boolean dryRun,
    boolean failFast,
    ConflictPolicy policy,
    boolean strict,
    EngineChoice engine,
    Presentation presentation) {

  /** Whether each entry is listed for people. */
  boolean lists() {
    return presentation.isVerbose() || (dryRun && !presentation.isQuiet());
  }
}
