package dev.haul.task;

import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Names of entries, and who they are, as bytes. What is read is one plain name or refused. */
final class Names {
  private Names() {}

  static void writeName(Name name, DataOutputStream out) throws IOException {
    out.writeShort(name.bytes().length);
    out.write(name.bytes());
  }

  static Name readName(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException("a name cut short");
    }
    return Name.of(bytes);
  }

  // No name has no bytes, so none stands for null.
  static void writeNullable(@Nullable Name name, DataOutputStream out) throws IOException {
    if (name == null) {
      out.writeShort(0);
    } else {
      writeName(name, out);
    }
  }

  static @Nullable Name readNullable(DataInputStream in) throws IOException {
    in.mark(Short.BYTES);
    if (in.readUnsignedShort() == 0) {
      return null;
    }
    in.reset();
    return readName(in);
  }

  static void writeIdentity(FileIdentity identity, DataOutputStream out) throws IOException {
    out.writeLong(identity.device());
    out.writeLong(identity.inode());
  }

  static FileIdentity readIdentity(DataInputStream in) throws IOException {
    return new FileIdentity(in.readLong(), in.readLong());
  }
}
