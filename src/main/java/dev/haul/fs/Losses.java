package dev.haul.fs;

import dev.haul.Attribute;

/** Told of attributes that a target could not take. */
@FunctionalInterface
public interface Losses {
  void lost(Attribute attribute);
}
