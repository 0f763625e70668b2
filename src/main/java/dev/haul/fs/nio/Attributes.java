package dev.haul.fs.nio;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
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
  /**
   * To a file or a directory.
   *
   * @param from where the extended attributes are
   * @param made whether this run made the target
   */
  void apply(Path from, boolean made, Losses losses) throws IOException {
    FileStat now = volume.stat(target);
    Ownership owner = changeOwner(now.ownership(), losses);
    if (options.keeps(Attribute.XATTR)) {
      UserAttributes.copy(from, target, losses);
    }
    int mode =
        made
            ? options.mode(source, owner, Umask.BITS)
            : options.modeOfExisting(source, now.mode(), owner, Umask.BITS);
    changeMode(now.mode(), mode, losses);
    applyTimes();
  }

  /** To a symbolic link, which has no mode. */
  void applyToLink(Losses losses) throws IOException {
    changeOwner(volume.stat(target).ownership(), losses);
    applyTimes();
  }

  private Ownership changeOwner(Ownership now, Losses losses) throws IOException {
    Ownership aim = options.ownership(source, now);
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
      return volume.stat(target).ownership();
    }
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
