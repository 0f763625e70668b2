package dev.haul.fs.nio;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Losses;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * The attributes that an entry gets from its source.
 *
 * <p>The order matters: a change of owner clears setuid, extended attributes can only be written
 * while the owner may write, and everything moves the times; so owner, extended attributes, mode,
 * times.
 */
record Attributes(FileStat source, TransferOptions options, Path target, Volume volume) {
  private static final int SET_USER = 04000;
  private static final int SET_GROUP = 02000;

  /**
   * To a file or a directory.
   *
   * @param from where the extended attributes are
   */
  void apply(Path from, Losses losses) throws IOException {
    FileStat now = volume.stat(target);
    Ownership owner = changeOwner(ownership(now), losses);
    if (options.keeps(Attribute.XATTR)) {
      UserAttributes.copy(from, target, losses);
    }
    changeMode(now.mode(), mode(owner), losses);
    applyTimes();
  }

  /** To a symbolic link, which has no mode. */
  void applyToLink() throws IOException {
    changeOwner(ownership(volume.stat(target)), _ -> {});
    applyTimes();
  }

  private Ownership changeOwner(Ownership now, Losses losses) throws IOException {
    Ownership aim =
        new Ownership(
            choose(options.chown().owner(), source.owner(), now.owner()),
            choose(options.chown().group(), source.group(), now.group()));
    try {
      // The group first: whoever has given a file away may not change it any more.
      setId("unix:gid", now.group(), aim.group());
      setId("unix:uid", now.owner(), aim.owner());
      return aim;
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (!options.chown().equals(Ownership.NONE)) {
        throw e; // asked for by name: not doing it is a failure
      }
      losses.lost(Attribute.OWNER);
      return ownership(volume.stat(target));
    }
  }

  private int choose(int asked, int sources, int now) {
    int wanted = asked == Ownership.KEEP && options.keeps(Attribute.OWNER) ? sources : asked;
    return wanted == Ownership.KEEP ? now : wanted;
  }

  private void setId(String attribute, int now, int aim) throws IOException {
    if (aim == now) {
      return;
    }
    if (!volume.takesUnixAttributes()) {
      throw new UnsupportedOperationException(attribute);
    }
    Files.setAttribute(target, attribute, aim, LinkOption.NOFOLLOW_LINKS);
  }

  private static Ownership ownership(FileStat stat) {
    return new Ownership(stat.owner(), stat.group());
  }

  private int mode(Ownership result) {
    int mode =
        options.keeps(Attribute.MODE)
            ? source.mode() & ~stolenBits(result)
            : source.mode() & PosixModes.PERMISSIONS & ~Umask.BITS;
    return options.chmod().apply(mode, isDirectory());
  }

  // Setuid for another owner than the source's would hand that owner's rights to everybody.
  private int stolenBits(Ownership result) {
    Ownership asked = options.chown();
    boolean otherOwner = asked.owner() == Ownership.KEEP && source.owner() != result.owner();
    boolean otherGroup = asked.group() == Ownership.KEEP && source.group() != result.group();
    return (otherOwner ? SET_USER : 0) | (otherGroup && !isDirectory() ? SET_GROUP : 0);
  }

  private boolean isDirectory() {
    return source.type() == FileType.DIRECTORY;
  }

  private void changeMode(int now, int wanted, Losses losses) throws IOException {
    if (wanted == now) {
      return;
    }
    if (volume.takesUnixAttributes()) {
      Files.setAttribute(target, "unix:mode", wanted, LinkOption.NOFOLLOW_LINKS);
    } else if (!setPermissions(wanted)) {
      loseMode(losses);
    }
  }

  /** Whether all of the mode could be set. */
  private boolean setPermissions(int mode) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return false;
    }
    view.setPermissions(PosixModes.permissions(mode));
    return (mode & ~PosixModes.PERMISSIONS) == 0;
  }

  private void loseMode(Losses losses) throws IOException {
    if (!options.chmod().isNone()) {
      throw new UnsupportedOperationException("chmod " + options.chmod());
    }
    if (options.keeps(Attribute.MODE)) {
      losses.lost(Attribute.MODE);
    }
  }

  /** The times alone. */
  void applyTimes() throws IOException {
    if (options.keeps(Attribute.TIMES)) {
      Files.getFileAttributeView(target, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(source.modified()), FileTime.from(source.accessed()), null);
    }
  }
}
