package dev.haul.fs;

/** What an entry of a directory is; {@code UNKNOWN} when the directory did not say. */
public enum FileType {
  UNKNOWN,
  REGULAR,
  DIRECTORY,
  SYMBOLIC_LINK,
  FIFO,
  SOCKET,
  CHARACTER_DEVICE,
  BLOCK_DEVICE;

  /** FIFOs, sockets and devices: entries that are made again but never opened. */
  public boolean isSpecial() {
    return switch (this) {
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> true;
      case UNKNOWN, REGULAR, DIRECTORY, SYMBOLIC_LINK -> false;
    };
  }
}
