package dev.haul.fs.linux;

/**
 * What extended attributes belong to: an open file, or an entry that must not be opened.
 *
 * @param handle a descriptor, or the address of a path whose last name is not followed
 */
record XattrFile(long handle, boolean isOpen) {
  static XattrFile open(int descriptor) {
    return new XattrFile(descriptor, true);
  }

  static XattrFile at(long path) {
    return new XattrFile(path, false);
  }

  long list(Scratch scratch, Scratch.Block names) {
    Libc call = isOpen ? Libc.FLISTXATTR : Libc.LLISTXATTR;
    return call.call(scratch, handle, names.address, Scratch.XATTR_SIZE);
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
