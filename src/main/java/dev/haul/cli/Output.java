package dev.haul.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error: buffered text, in UTF-8 whatever the locale, that remembers
 * the first error it met. After it nothing more is written. May be used by several threads.
 */
final class Output extends OutputStream {
  private static final int BUFFERED = 8192;

  private final OutputStream stream;
  private final BooleanSupplier terminal;
  private final boolean immediate;
  private final byte[] buffer = new byte[BUFFERED];
  private int length;
  private @Nullable IOException error;

  private Output(OutputStream stream, BooleanSupplier terminal, boolean immediate) {
    this.stream = stream;
    this.terminal = terminal;
    this.immediate = immediate;
  }

  /**
   * For much text, which arrives when the buffer is full or flushed.
   *
   * @param terminal whether people look at it; asked when that matters
   */
  static Output buffered(OutputStream stream, BooleanSupplier terminal) {
    return new Output(stream, terminal, false);
  }

  /** For messages, which arrive at once. */
  static Output immediate(OutputStream stream, BooleanSupplier terminal) {
    return new Output(stream, terminal, true);
  }

  boolean isTerminal() {
    return terminal.getAsBoolean();
  }

  synchronized void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
    if (immediate) {
      flush();
    }
  }

  void line(String text) {
    print(text + "\n");
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) {
    if (count > buffer.length - length) {
      flush();
    }
    if (count > buffer.length) {
      pass(bytes, offset, count);
    } else {
      System.arraycopy(bytes, offset, buffer, length, count);
      length += count;
    }
  }

  @Override
  public synchronized void flush() {
    int waiting = length;
    length = 0;
    pass(buffer, 0, waiting);
  }

  private void pass(byte[] bytes, int offset, int count) {
    if (error != null || count == 0) {
      return;
    }
    try {
      stream.write(bytes, offset, count);
    } catch (IOException e) {
      error = e;
    }
  }

  /** Why something of what was printed is lost; null if it all arrived. */
  synchronized @Nullable IOException error() {
    return error;
  }

  /** Whether nobody reads it any more. */
  boolean isClosedPipe() {
    IOException met = error();
    String reason = met == null ? null : met.getMessage();
    return reason != null && reason.contains("Broken pipe");
  }
}
