package dev.haul.plan.rename;

import java.io.IOException;

/** A way of naming: what an entry is to be called. */
@FunctionalInterface
public interface NewName {
  /**
   * The new name, as {@link dev.haul.fs.ByteText} holds it; whether it can be one is checked later.
   *
   * @throws IOException if something that the name depends on cannot be found out
   */
  String of(RenamedEntry entry) throws IOException;
}
