package dev.haul;

/** What must have reached the disk before something is reported done. */
public enum Durability {
  /** Whatever the kernel has written by then: a power cut may lose what was reported. */
  NONE,
  /** The data of each file, its name, and what is needed to read it back. */
  DATA,
  /** Attributes and the directories made for it too. */
  FULL
}
