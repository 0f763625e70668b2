package dev.haul.task;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Set;

/** Constants as bytes: by their places, since both sides are of the same build. */
final class Enums {
  private Enums() {}

  @SuppressWarnings("EnumOrdinal")
  static void write(Enum<?> constant, DataOutputStream out) throws IOException {
    out.writeByte(constant.ordinal());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param constants all there are
   */
  static <T> T read(T[] constants, DataInputStream in) throws IOException {
    int place = in.readUnsignedByte();
    if (place >= constants.length) {
      throw new ProtocolException(
          "no " + constants.getClass().componentType().getSimpleName() + " " + place);
    }
    return constants[place];
  }

  static void writeAll(Set<? extends Enum<?>> constants, DataOutputStream out) throws IOException {
    out.writeByte(constants.size());
    for (Enum<?> constant : constants) {
      write(constant, out);
    }
  }

  static <T> void readAll(T[] constants, Set<T> into, DataInputStream in) throws IOException {
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      into.add(read(constants, in));
    }
  }
}
