package dev.haul.fs.linux;

import dev.haul.Attribute;
import dev.haul.fs.Losses;
import dev.haul.fs.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Extended attributes, the POSIX access control lists among them. */
final class Xattrs {
  private static final byte[] ACCESS_ACL = ascii("system.posix_acl_access");
  private static final byte[] DEFAULT_ACL = ascii("system.posix_acl_default");
  private static final byte[] SYSTEM = ascii("system.");
  private static final byte[] USER = ascii("user.");

  // See posix_acl_xattr.h: a version, and for each entry its kind, its permissions and whose they
  // are.
  private static final int ACL_HEAD = 4;
  private static final int ACL_ENTRY = 8;
  private static final short ACL_OWNER = 0x01;
  private static final short ACL_GROUP = 0x04;
  private static final short ACL_MASK = 0x10;
  private static final short ACL_OTHERS = 0x20;

  /** What xfs shows to root for the same lists; they would come along though they are not kept. */
  private static final byte[] XFS_ACLS = ascii("trusted.SGI_ACL_");

  private Xattrs() {}

  /**
   * Copies what {@code options} keep from one file to another.
   *
   * @param targetHasAcl whether the target was given a list that the source may not have
   * @param mode the target's: its list of who may do what gives no more than that
   */
  static void copy(
      Scratch scratch,
      XattrFile source,
      DeviceTraits sourceDevice,
      XattrFile target,
      boolean targetHasAcl,
      int mode,
      TransferOptions options,
      Losses losses,
      Object path)
      throws IOException {
    List<byte[]> names =
        sourceDevice.hasXattrs() ? list(scratch, source, sourceDevice, path) : List.of();
    if (targetHasAcl && options.keeps(Attribute.ACL)) {
      removeMissingAcls(scratch, target, names);
    }
    for (byte[] name : names) {
      if (startsWith(name, XFS_ACLS)) {
        continue;
      }
      Attribute kind = startsWith(name, SYSTEM) ? Attribute.ACL : Attribute.XATTR;
      if (options.keeps(kind) && !copyOne(scratch, source, target, name, mode, path)) {
        losses.lost(kind);
      }
    }
  }

  /** Whether {@code copy} has what this process could give it of what {@code source} has. */
  static boolean areSame(
      Scratch scratch, XattrFile source, DeviceTraits sourceDevice, XattrFile copy, Object path)
      throws IOException {
    if (!sourceDevice.hasXattrs()
        || copy.list(scratch, scratch.xattrNames()) == -Errno.EOPNOTSUPP) {
      return true;
    }
    for (byte[] name : list(scratch, source, sourceDevice, path)) {
      boolean given = Caller.USER == 0 || startsWith(name, USER) || startsWith(name, SYSTEM);
      if (given && !startsWith(name, XFS_ACLS) && !isSame(scratch, source, copy, name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Scratch scratch, XattrFile source, XattrFile copy, byte[] name) {
    long address = scratch.first(name);
    Scratch.Block value = scratch.data();
    long length = source.get(scratch, address, value);
    byte[] mine = length < 0 ? new byte[0] : value.bytes((int) length);
    return length == copy.get(scratch, address, value)
        && Arrays.equals(mine, value.bytes(mine.length));
  }

  /** Whether the open file has any access control list beyond its mode. */
  static boolean hasAcl(Scratch scratch, int descriptor) {
    Scratch.Block block = scratch.xattrNames();
    long length = XattrFile.open(descriptor).list(scratch, block);
    if (length <= 0) {
      return false;
    }
    for (byte[] name : split(block, (int) length)) {
      if (Arrays.equals(name, ACCESS_ACL) || Arrays.equals(name, DEFAULT_ACL)) {
        return true;
      }
    }
    return false;
  }

  private static List<byte[]> list(
      Scratch scratch, XattrFile file, DeviceTraits device, Object path) throws IOException {
    Scratch.Block block = scratch.xattrNames();
    long length = file.list(scratch, block);
    if (length == 0) {
      return List.of();
    }
    if (length == -Errno.EOPNOTSUPP) {
      device.refusedXattrs();
      return List.of();
    }
    if (length < 0) {
      throw Errno.exception(length, path);
    }
    return split(block, (int) length);
  }

  private static List<byte[]> split(Scratch.Block block, int length) {
    byte[] all = block.bytes(length);
    List<byte[]> names = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (all[i] == 0) {
        names.add(Arrays.copyOfRange(all, from, i));
        from = i + 1;
      }
    }
    return names;
  }

  private static boolean copyOne(
      Scratch scratch, XattrFile source, XattrFile target, byte[] name, int mode, Object path)
      throws IOException {
    Scratch.Block value = scratch.data();
    long address = scratch.first(name);
    long length = source.get(scratch, address, value);
    if (length == -Errno.ENODATA) {
      return true; // removed since the names were listed
    }
    if (length < 0) {
      throw Errno.exception(length, path);
    }
    if (Arrays.equals(name, ACCESS_ACL)) {
      adapt(value.buffer.slice(0, (int) length).order(ByteOrder.LITTLE_ENDIAN), mode);
    }
    int result = target.set(scratch, address, value, length);
    if (result == -Errno.EACCES && target.isOpen()) {
      result = setWhileWritable(scratch, target, name, length, path);
    }
    return switch (-result) {
      case 0 -> true;
      // The last four: it is more than this file system holds for one file.
      case Errno.EOPNOTSUPP,
          Errno.EPERM,
          Errno.EACCES,
          Errno.E2BIG,
          Errno.ERANGE,
          Errno.ENOSPC,
          Errno.EDQUOT ->
          false;
      default -> throw Errno.exception(result, path);
    };
  }

  // As chmod(1) does it: the group's bits are those of the mask, if there is one. At once, since
  // the
  // source's list with a chmod after it would open the copy for a moment.
  private static void adapt(ByteBuffer list, int mode) {
    int group = -1;
    for (int at = ACL_HEAD; at + ACL_ENTRY <= list.limit(); at += ACL_ENTRY) {
      switch (list.getShort(at)) {
        case ACL_OWNER -> list.putShort(at + 2, (short) (mode >> 6 & 7));
        case ACL_OTHERS -> list.putShort(at + 2, (short) (mode & 7));
        case ACL_MASK -> group = at;
        case ACL_GROUP -> group = group < 0 ? at : group;
        default -> {}
      }
    }
    if (group >= 0) {
      list.putShort(group + 2, (short) (mode >> 3 & 7));
    }
  }

  // Only who may write a file may give it user attributes, its owner and an open descriptor
  // notwithstanding; a copy that is read-only already is made writable for a moment.
  private static int setWhileWritable(
      Scratch scratch, XattrFile target, byte[] name, long length, Object path) throws IOException {
    int descriptor = (int) target.handle();
    int mode = Stat.ofDescriptor(scratch, descriptor, path).mode();
    int result = Libc.FCHMOD.callInt(scratch, descriptor, mode | Flags.S_IWUSR);
    if (result == 0) {
      result = target.set(scratch, scratch.first(name), scratch.data(), length);
      Libc.FCHMOD.callInt(scratch, descriptor, mode);
    }
    return result;
  }

  private static void removeMissingAcls(Scratch scratch, XattrFile target, List<byte[]> names) {
    for (byte[] acl : List.of(ACCESS_ACL, DEFAULT_ACL)) {
      if (names.stream().noneMatch(name -> Arrays.equals(name, acl))) {
        target.remove(scratch, scratch.first(acl));
      }
    }
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
