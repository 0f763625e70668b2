package dev.haul.task;

import dev.haul.fs.Directory;
import dev.haul.fs.FileStat;
import dev.haul.fs.Losses;
import dev.haul.fs.Name;
import dev.haul.fs.Publication;
import dev.haul.fs.SourceEntry;
import java.io.IOException;
import java.util.Arrays;

/** Copies what has no data: symbolic links and special files. */
record NodeCopier(
    CopyJob job,
    Losses losses,
    Directory source,
    TargetDirectory target,
    TargetPlacement placement) {

  /**
   * Copies a symbolic link.
   *
   * @return whether it is there now; if not, it is skipped
   */
  boolean copyLink(Name name, Name targetName, FileStat link) throws IOException {
    byte[] text = source.readSymbolicLink(name);
    TargetPlacement.Comparison comparison = comparison(() -> isSameLink(text, targetName));
    if (placement.isThereAlready(link, targetName, comparison)) {
      return true;
    }
    Publication publication = placement.place(link, targetName, comparison);
    if (publication != null && !job.options().dryRun()) {
      SourceEntry entry = new SourceEntry(source, name, link);
      target
          .directory()
          .createSymbolicLink(publication, text, entry, job.transferOptions(), losses);
    }
    return publication != null;
  }

  /** Size and time are those of many links. */
  private static TargetPlacement.Comparison comparison(TargetPlacement.Comparison content) {
    return new TargetPlacement.Comparison() {
      @Override
      public boolean isSame() throws IOException {
        return content.isSame();
      }

      @Override
      public boolean mayBeUpToDate() throws IOException {
        return content.isSame();
      }
    };
  }

  private boolean isSameLink(byte[] text, Name targetName) throws IOException {
    return Arrays.equals(text, target.directory().readSymbolicLink(targetName));
  }

  /** The same for a FIFO, a socket or a device. */
  boolean copySpecial(Name name, Name targetName, FileStat node) throws IOException {
    if (placement.isThereAlready(node, targetName, () -> isSameSpecial(node, targetName))) {
      return true;
    }
    Publication publication = placement.place(node, targetName, sameOnlyIfLeft(node, targetName));
    if (publication != null && !job.options().dryRun()) {
      SourceEntry entry = new SourceEntry(source, name, node);
      target.directory().createSpecial(publication, entry, job.transferOptions(), losses);
    }
    return publication != null;
  }

  private TargetPlacement.Comparison sameOnlyIfLeft(FileStat node, Name targetName) {
    return new TargetPlacement.Comparison() {
      @Override
      public boolean isSame() {
        return false;
      }

      @Override
      public boolean isUnfinished() throws IOException {
        return isSameSpecial(node, targetName);
      }

      @Override
      public boolean mayBeUpToDate() throws IOException {
        return isSameSpecial(node, targetName);
      }
    };
  }

  private boolean isSameSpecial(FileStat node, Name targetName) throws IOException {
    return target.directory().stat(targetName).special() == node.special();
  }
}
