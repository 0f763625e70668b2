package dev.haul;

import java.nio.file.Path;

/**
 * Adds the records of a file to the end of another one, to which others may add at the same time.
 *
 * <p>Each record is in the target whole, or not at all; those of one source are in its order, and
 * those of others may be between them. After a failure the records before it are there, and the
 * counts say how many bytes of the source they are. A source is read as far as it went when it was
 * opened. Nothing is ever added twice: what a lost worker process had begun to add is a failure.
 *
 * @param records where the records of {@code source} end
 */
public record Append(Location source, Location target, RecordFormat records, AppendOptions options)
    implements Operation {
  /** Adds the lines of a file. */
  public Append(Path source, Path target, AppendOptions options) {
    this(Location.of(source), Location.of(target), RecordFormat.LINE, options);
  }

  /** It has no other parts that could go on. */
  @Override
  public boolean failFast() {
    return false;
  }
}
