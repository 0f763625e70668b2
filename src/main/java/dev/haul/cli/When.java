package dev.haul.cli;

/** Whether something meant for people is shown. */
enum When {
  /** Where people look. */
  AUTO,
  ALWAYS,
  NEVER
}
