package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.Ownership;
import dev.haul.fs.FileStat;
import dev.haul.fs.Losses;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The attributes that an open file or directory gets from its source.
 *
 * <p>The order matters: a change of owner clears setuid and capabilities, an access control list
 * rewrites the mode's group bits, and everything moves the times; so owner, mode, extended
 * attributes, times.
 */
record OpenAttributes(
    int sourceDescriptor,
    FileStat source,
    DeviceTraits sourceDevice,
    int target,
    Object path,
    TransferOptions options)
    implements OwnerChange.Call {
  /**
   * Applies all but the times.
   *
   * @param now whom the target belongs to
   * @param mode the target's mode now
   * @param made whether this run made the target
   * @param hasAcl whether the target was given an access control list when it was made
   */
  void apply(Scratch scratch, Ownership now, int mode, boolean made, boolean hasAcl, Losses losses)
      throws IOException {
    Ownership result = OwnerChange.make(source, now, options, losses, path, this);
    int wantedMode =
        made
            ? options.mode(source, result, Caller.UMASK)
            : options.modeOfExisting(source, mode, result, Caller.UMASK);
    if (wantedMode != mode || hasAcl) {
      check(Libc.FCHMOD.callInt(scratch, target, wantedMode, 0));
    }
    if (options.keeps(Attribute.XATTR) || options.keeps(Attribute.ACL)) {
      Xattrs.copy(
          scratch,
          XattrFile.open(sourceDescriptor),
          sourceDevice,
          XattrFile.open(target),
          hasAcl,
          wantedMode,
          options,
          losses,
          path);
    }
  }

  /** What comes last, for everything else moves them. */
  void applyTimes(Scratch scratch) throws IOException {
    if (options.keeps(Attribute.TIMES)) {
      check(Libc.FUTIMENS.callInt(scratch, target, times(scratch, source), 0));
    }
  }

  @Override
  public int chown(int owner, int group) {
    return Libc.FCHOWN.callInt(Scratch.get(), target, owner, group);
  }

  /** Puts the source's times into the small block and returns its address. */
  static long times(Scratch scratch, FileStat source) {
    Scratch.Block block = scratch.small();
    putTimespec(block.buffer, 0, source.accessed());
    putTimespec(block.buffer, 16, source.modified());
    return block.address;
  }

  private static void putTimespec(ByteBuffer buffer, int offset, Instant time) {
    buffer.putLong(offset, time.getEpochSecond());
    buffer.putLong(offset + 8, time.getNano());
  }

  private void check(int result) throws IOException {
    if (result < 0) {
      throw Errno.exception(result, path);
    }
  }
}
