package dev.haul.task;

import dev.haul.CopyOptions;
import dev.haul.Durability;
import dev.haul.fs.Directory;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileStat;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Where entries go: an open directory, or, in a dry run, one that is not there.
 *
 * @param lease null in a dry run whose target does not exist
 * @param fresh whether this run made it, so that nobody else's entries are in it
 */
record TargetDirectory(DirectoryRef ref, @Nullable Lease lease, boolean fresh)
    implements AutoCloseable {
  /** Stands for the identity of a directory that a dry run only imagines. */
  static final FileIdentity IMAGINED = new FileIdentity(0, 0);

  static TargetDirectory open(DirectoryCache directories, DirectoryRef ref, boolean fresh)
      throws IOException {
    return isImagined(ref)
        ? new TargetDirectory(ref, null, true)
        : new TargetDirectory(ref, directories.lease(ref), fresh);
  }

  /** Makes a directory in this one, or opens the one that is there. */
  TargetDirectory makeChild(TaskContext context, Name name, CopyOptions options)
      throws IOException {
    if (options.dryRun()) {
      return imagineChild(context.directories(), name);
    }
    if (!fresh) {
      try {
        return openChild(context, name);
      } catch (NoSuchFileException e) {
        // to be made
      }
    }
    try {
      return makeNew(context, name, options);
    } catch (FileAlreadyExistsException e) {
      return openChild(context, name);
    }
  }

  private TargetDirectory makeNew(TaskContext context, Name name, CopyOptions options)
      throws IOException {
    Directory made = directory().createDirectory(name);
    try {
      if (!fresh) {
        context.made(made.ref().identity());
      }
      settle(options);
    } catch (IOException e) {
      made.close();
      takeBack(name, e);
      throw e;
    }
    return new TargetDirectory(made.ref(), context.directories().adopt(made), true);
  }

  private TargetDirectory openChild(TaskContext context, Name name) throws IOException {
    Lease existing = context.directories().leaseChild(directory(), name);
    EarlierAttempt earlier = EarlierAttempt.at(this, context);
    boolean own =
        fresh ? earlier.left(name) : earlier.hasMade(existing.directory().ref().identity());
    if (own) {
      existing.directory().makePrivate(); // an earlier attempt may have come to its end
    }
    return new TargetDirectory(existing.directory().ref(), existing, own);
  }

  private void takeBack(Name name, IOException error) {
    try {
      directory().deleteDirectory(name);
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }

  private TargetDirectory imagineChild(DirectoryCache directories, Name name) throws IOException {
    if (statIfExists(name) == null) {
      return new TargetDirectory(ref.child(name, IMAGINED), null, true);
    }
    Lease child = directories.leaseChild(directory(), name);
    return new TargetDirectory(child.directory().ref(), child, false);
  }

  private static boolean isImagined(DirectoryRef ref) {
    return ref.identity().equals(IMAGINED);
  }

  Directory directory() {
    return held().directory();
  }

  private Lease held() {
    if (lease == null) {
      throw new IllegalStateException("a dry run has no " + ref);
    }
    return lease;
  }

  Lease leaseAgain() {
    return held().again();
  }

  /**
   * Makes what a task puts in here durable, if that was asked for, when all of it is there; else it
   * was not done.
   */
  void settleAtEnd(CopyJob job, Task task, TaskReport report) {
    if (job.options().durability() != Durability.NONE && lease != null) {
      report.whenMoved(leaseAgain(), held -> settle(held, task, report));
    }
  }

  private static void settle(Lease held, Task task, TaskReport report) {
    if (!report.hasMade()) {
      return;
    }
    try {
      held.directory().sync();
    } catch (IOException e) {
      report.takeBack(Failures.of(e, task.subject(), task.destination()));
    }
  }

  private void settle(CopyOptions options) throws IOException {
    if (options.durability() != Durability.NONE && lease != null) {
      directory().sync();
    }
  }

  @Nullable FileStat statIfExists(Name name) throws IOException {
    return lease == null ? null : directory().statIfExists(name);
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
