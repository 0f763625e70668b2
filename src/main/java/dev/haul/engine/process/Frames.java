package dev.haul.engine.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pieces of a stream of bytes: each with its length before it, in four bytes. */
final class Frames {
  /** No message is longer: a frame that claims to be is none. */
  static final int LONGEST = 256 << 20;

  private static final int BUFFER = 64 << 10;

  private Frames() {}

  /** The frames of an input. */
  static final class Reader {
    private final DataInputStream in;

    Reader(InputStream in) {
      this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    }

    /**
     * Waits for the next frame; null when there are no more.
     *
     * @throws EOFException if the input ends in the middle of one
     */
    byte @Nullable [] read() throws IOException {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
      if (length <= 0 || length > LONGEST) {
        throw new ProtocolException("a frame of " + length + " bytes");
      }
      byte[] frame = in.readNBytes(length);
      if (frame.length < length) {
        throw new EOFException("a frame cut short");
      }
      return frame;
    }
  }

  /** Frames to an output; each goes out at once. */
  static final class Writer {
    private final OutputStream out;

    Writer(OutputStream out) {
      this.out = out;
    }

    void write(byte[] frame) throws IOException {
      if (frame.length > LONGEST) {
        throw new ProtocolException("a frame of " + frame.length + " bytes");
      }
      out.write(
          ByteBuffer.allocate(Integer.BYTES + frame.length)
              .putInt(frame.length)
              .put(frame)
              .array());
      out.flush();
    }
  }
}
