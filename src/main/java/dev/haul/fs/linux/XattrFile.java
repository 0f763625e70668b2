package dev.haul.fs.linux;

/**
 * What extended attributes belong to: an open file, or an entry that must not be opened.
 *
 * @param handle a descriptor, or the address of a path whose last name is not followed
 */
record XattrFile(long handle, boolean isOpen) {
  private static final int FEW = 512;

  static XattrFile open(int descriptor) {
    return new XattrFile(descriptor, true);
  }

  static XattrFile at(long path) {
    return new XattrFile(path, false);
  }

  long list(Scratch scratch, Scratch.Block names) {
    Libc call = isOpen ? Libc.FLISTXATTR : Libc.LLISTXATTR;
    // The kernel allocates what it is offered, and most files have none at all.
    long length = call.call(scratch, handle, names.address, FEW);
    return length == -Errno.ERANGE
        ? call.call(scratch, handle, names.address, Scratch.XATTR_SIZE)
        : length;
  }

  long get(Scratch scratch, long name, Scratch.Block value) {
    Libc call = isOpen ? Libc.FGETXATTR : Libc.LGETXATTR;
    return call.call(scratch, handle, name, value.address, Scratch.XATTR_SIZE, 0, 0);
  }

  int remove(Scratch scratch, long name) {
    Libc call = isOpen ? Libc.FREMOVEXATTR : Libc.LREMOVEXATTR;
    return call.callInt(scratch, handle, name);
  }

  int set(Scratch scratch, long name, Scratch.Block value, long length) {
    Libc call = isOpen ? Libc.FSETXATTR : Libc.LSETXATTR;
    return call.callInt(scratch, handle, name, value.address, length, 0);
  }
}
