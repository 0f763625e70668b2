package dev.haul.task;

import dev.haul.Attribute;
import dev.haul.ConflictPolicy;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.TemporaryName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and how an entry may take its name in the target: the one place that knows what a
 * conflict is.
 *
 * <p>The decision is made on what the target is now; that it is still so when the entry gets its
 * name is seen to by the kernel, which refuses to replace what the {@link Publication} does not
 * allow it to.
 */
final class TargetPlacement {
  private static final int BACKUP_NAMES = 10_000;

  private final CopyJob job;
  private final TargetDirectory target;
  private final EarlierAttempt earlier;

  /** What has a backup already: an entry that is tried again needs no second one. */
  private final Map<Name, FileIdentity> kept = new HashMap<>();

  TargetPlacement(CopyJob job, TargetDirectory target, EarlierAttempt earlier) {
    this.job = job;
    this.target = target;
    this.earlier = earlier;
  }

  /** How what is in the target compares with the entry that is to go there. */
  interface Comparison {
    boolean isSame() throws IOException;

    /**
     * Whether it can be what an attempt has left that was lost, or a copy that lost data in a power
     * cut, so that nothing else is in it.
     */
    default boolean isUnfinished() throws IOException {
      return isSame();
    }

    /** Whether what has type, size and time may be left as it is. */
    default boolean mayBeUpToDate() throws IOException {
      return true;
    }

    /** Whether what is there has the attributes too that a copy is given. */
    default boolean hasAttributes() throws IOException {
      return true;
    }
  }

  /** Whether an earlier attempt at the task has put the entry there, as it should be. */
  boolean isThereAlready(FileStat source, Name name, Comparison comparison) throws IOException {
    boolean possible = earlier != EarlierAttempt.NONE && !target.fresh();
    FileStat existing = possible ? target.statIfExists(name) : null;
    return existing != null
        && earlier.canHaveMade(existing)
        && existing.type() == source.type()
        && existing.size() == source.size()
        && (!job.options().keep().contains(Attribute.TIMES) || existing.hasTimeOf(source))
        && !existing.identity().equals(source.identity())
        && comparison.isSame();
  }

  /**
   * How an entry that is not a directory gets its name, or null to leave the target as it is.
   *
   * @param comparison asked when a run that moves may have put it there already
   * @throws ConflictException if the policy calls the existing target a failure
   */
  @Nullable Publication place(FileStat source, Name name, Comparison comparison)
      throws IOException {
    if (target.fresh()) {
      return placeInOwn(source, name, comparison);
    }
    FileStat existing = target.statIfExists(name);
    if (existing == null) {
      return byTemporary(name, false);
    }
    if (existing.type() == FileType.DIRECTORY) {
      throw conflict(name, "a directory is in its place");
    }
    if (existing.identity().equals(source.identity())) {
      return placeOverItself(name);
    }
    if (existing.type().isSpecial() && !source.type().isSpecial()) {
      // Whoever says "replace" means files: as root, it might be /dev/null.
      throw conflict(name, "a FIFO, a socket or a device is in its place");
    }
    if (mayBeOwn(source, existing) && comparison.hasAttributes() && comparison.isSame()) {
      return null;
    }
    if (isLeftUnfinished(source, existing, comparison)) {
      return replace(name);
    }
    return placeOver(source, existing, name, comparison);
  }

  // As another name of it: a snapshot of links, say. It is all that is wanted, but for who
  // replaces.
  private @Nullable Publication placeOverItself(Name name) throws ConflictException {
    return switch (job.options().ifExists()) {
      case SKIP, UPDATE, NEWER -> null;
      case FAIL, REPLACE, BACKUP -> throw conflict(name, "source and target are the same file");
    };
  }

  private Publication placeInOwn(FileStat source, Name name, Comparison comparison)
      throws IOException {
    boolean left = earlier.left(name);
    if (left) {
      refuseOthers(source, name, comparison);
    }
    if (job.purpose() == CopyJob.Purpose.MERGE) {
      return byTemporary(name, left);
    }
    if (left) {
      target.directory().deleteFile(name); // it may be unfinished
    }
    return Publication.direct(name);
  }

  // Nobody else should put anything there, but somebody may have.
  private void refuseOthers(FileStat source, Name name, Comparison comparison) throws IOException {
    FileStat existing = target.directory().stat(name);
    if (existing.type() != source.type() || !comparison.isUnfinished()) {
      throw conflict(name, "File exists");
    }
  }

  // Times are what a copy gets last.
  private boolean mayBeOwn(FileStat source, FileStat existing) {
    return job.purpose() != CopyJob.Purpose.COPY
        && existing.type() == source.type()
        && source.sameSizeAndTime(existing);
  }

  private boolean isLeftUnfinished(FileStat source, FileStat existing, Comparison comparison)
      throws IOException {
    return job.purpose() == CopyJob.Purpose.MOVE_AGAIN
        && existing.type() == source.type()
        && comparison.isUnfinished();
  }

  private @Nullable Publication placeOver(
      FileStat source, FileStat existing, Name name, Comparison comparison) throws IOException {
    return switch (job.options().ifExists()) {
      case FAIL -> throw conflict(name, "File exists");
      case SKIP -> null;
      case REPLACE -> replace(name);
      case UPDATE -> isUpToDate(source, existing, comparison) ? null : replace(name);
      case NEWER -> isNewer(source, existing) ? replace(name) : null;
      case BACKUP -> {
        keepExisting(existing, name);
        yield replace(name);
      }
    };
  }

  private static boolean isNewer(FileStat source, FileStat existing) {
    return source.modified().isAfter(existing.modified()) && !existing.hasTimeOf(source);
  }

  // What is moved takes its attributes along; as a copy, only what is not up to date.
  private boolean isUpToDate(FileStat source, FileStat existing, Comparison comparison)
      throws IOException {
    return source.type() == existing.type()
        && source.sameSizeAndTime(existing)
        && comparison.mayBeUpToDate()
        && (job.purpose() == CopyJob.Purpose.COPY || comparison.hasAttributes());
  }

  /** In place of whatever has the name then. */
  Publication replace(Name name) throws IOException {
    return byTemporary(name, true);
  }

  private Publication byTemporary(Name name, boolean replace) throws IOException {
    if (!job.options().dryRun()) {
      target.directory().claim(false);
    }
    return new Publication(name, TemporaryName.next(), replace);
  }

  // A second name first: the old file never loses its own before the new one has it.
  private void keepExisting(FileStat existing, Name name) throws IOException {
    if (job.options().dryRun() || existing.identity().equals(kept.get(name))) {
      return;
    }
    for (int i = 0; i < BACKUP_NAMES; i++) {
      try {
        Name backup = backupName(name, i);
        target.directory().createLink(Publication.direct(backup), target.directory(), name);
        kept.put(name, existing.identity());
        return;
      } catch (FileAlreadyExistsException e) {
        // An older backup; the next name may be free.
      }
    }
    throw conflict(name, "there are " + BACKUP_NAMES + " backups of it already");
  }

  private Name backupName(Name name, int number) {
    String suffix = job.options().backupSuffix();
    return Name.of(name + (number == 0 ? suffix : "." + suffix + number + suffix));
  }

  /** Whether a target that somebody else made in the meantime is left alone, and all right. */
  boolean skipsLostRace(IOException error) {
    return job.options().ifExists() == ConflictPolicy.SKIP
        && error instanceof FileAlreadyExistsException
        && !(error instanceof ConflictException);
  }

  private ConflictException conflict(Name name, String reason) {
    return new ConflictException(target.ref().pathOf(name), reason);
  }
}
