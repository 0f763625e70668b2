package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
import dev.haul.fs.Losses;
import dev.haul.fs.TransferOptions;
import java.io.IOException;

/** Gives a copy to whom it shall belong, as far as that is permitted. */
final class OwnerChange {
  private OwnerChange() {}

  /** The system call that gives away what is copied. */
  interface Call {
    int chown(int owner, int group);
  }

  /**
   * Changes owner and group if they have to be changed.
   *
   * @param now whom the copy belongs to
   * @param path the copy, for messages
   * @return whom it belongs to then
   */
  static Ownership make(
      FileStat source,
      Ownership now,
      TransferOptions options,
      Losses losses,
      Object path,
      Call call)
      throws IOException {
    Ownership aim = options.ownership(source, now);
    if (aim.equals(now)) {
      return now;
    }
    int result = call.chown(aim.owner(), aim.group());
    if (result == 0) {
      return aim;
    }
    // Asked for by name: not doing it is a failure.
    if (!isRefusal(result) || !options.chown().equals(Ownership.NONE)) {
      throw Errno.exception(result, path);
    }
    losses.lost(Attribute.OWNER);
    // Somebody who may not give files away may still hand them to a group of their own.
    boolean groupKept = aim.group() != now.group() && call.chown(Ownership.KEEP, aim.group()) == 0;
    return groupKept ? new Ownership(now.owner(), aim.group()) : now;
  }

  // The last two: of an owner that this user namespace, or this file system, does not know.
  private static boolean isRefusal(int result) {
    return result == -Errno.EPERM || result == -Errno.EINVAL || result == -Errno.EOPNOTSUPP;
  }
}
