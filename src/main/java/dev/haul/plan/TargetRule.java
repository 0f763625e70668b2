package dev.haul.plan;

/** What the target operand of a command means. */
public enum TargetRule {
  /** Into it if it is a directory, else it is the new name. */
  AUTO,
  /** It must be a directory, and everything goes into it. */
  DIRECTORY,
  /** It is the new name, whatever it is now. */
  NAME
}
