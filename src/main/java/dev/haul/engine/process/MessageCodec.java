package dev.haul.engine.process;

import dev.haul.fs.FileIdentity;
import dev.haul.task.LostAttempts;
import dev.haul.task.ProgressMeter.Figures;
import dev.haul.task.ReportCodec;
import dev.haul.task.TaskCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes. Both sides of a connection have one each, since tasks are written with regard
 * to those before them.
 */
final class MessageCodec {
  private static final int HELLO = 1;
  private static final int RUN = 2;
  private static final int STOP = 3;
  private static final int RESET = 4;
  private static final int ALIVE = 5;
  private static final int MADE = 6;
  private static final int DONE = 7;
  private static final int IRREVOCABLE = 8;

  /** A path that cannot be shown in full is shown as nothing. */
  private static final int LONGEST_UTF = 20_000;

  private TaskCodec tasks = new TaskCodec();
  private ReportCodec reports = new ReportCodec(tasks);

  /** Jobs that the other side has been told of since the last {@link Message.Reset}. */
  int knownJobs() {
    return tasks.knownJobs();
  }

  byte[] encode(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(message, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void write(Message message, DataOutputStream out) throws IOException {
    switch (message) {
      case Message.Hello m -> {
        out.writeByte(HELLO);
        out.writeInt(m.version());
        out.writeUTF(m.run());
      }
      case Message.Run m -> {
        out.writeByte(RUN);
        out.writeInt(m.request());
        out.writeBoolean(m.lacksTasks());
        write(m.lost(), out);
        tasks.write(m.task(), out);
      }
      case Message.Stop m -> {
        out.writeByte(STOP);
        out.writeInt(m.request());
      }
      case Message.Reset _ -> {
        out.writeByte(RESET);
        reset();
      }
      case Message.Alive m -> {
        out.writeByte(ALIVE);
        out.writeInt(m.request());
        write(m.figures(), out);
      }
      case Message.Made m -> {
        out.writeByte(MADE);
        out.writeInt(m.request());
        write(m.directory(), out);
      }
      case Message.Irrevocable m -> {
        out.writeByte(IRREVOCABLE);
        out.writeInt(m.request());
      }
      case Message.Done m -> {
        out.writeByte(DONE);
        out.writeInt(m.request());
        out.writeBoolean(m.stopped());
        write(m.figures(), out);
        reports.write(m.outcome(), out);
      }
    }
  }

  /** The message that {@code bytes} stand for. */
  Message decode(byte[] bytes) throws ProtocolException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Message message = read(in);
      if (in.available() > 0) {
        throw new ProtocolException(in.available() + " bytes behind a message");
      }
      return message;
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
      ProtocolException malformed = new ProtocolException("not a message: " + e.getMessage());
      malformed.initCause(e);
      throw malformed;
    }
  }

  private Message read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case HELLO -> new Message.Hello(in.readInt(), in.readUTF());
      case RUN -> {
        int request = in.readInt();
        boolean lacksTasks = in.readBoolean();
        LostAttempts lost = readLost(in);
        yield new Message.Run(request, tasks.read(in), lacksTasks, lost);
      }
      case STOP -> new Message.Stop(in.readInt());
      case RESET -> {
        reset();
        yield new Message.Reset();
      }
      case ALIVE -> new Message.Alive(in.readInt(), readFigures(in));
      case MADE -> new Message.Made(in.readInt(), readIdentity(in));
      case IRREVOCABLE -> new Message.Irrevocable(in.readInt());
      case DONE ->
          new Message.Done(in.readInt(), in.readBoolean(), readFigures(in), reports.read(in));
      default -> throw new ProtocolException("no message is of the kind " + kind);
    };
  }

  private void reset() {
    tasks = new TaskCodec();
    reports = new ReportCodec(tasks);
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both are written
  private static void write(@Nullable LostAttempts lost, DataOutputStream out) throws IOException {
    out.writeBoolean(lost != null);
    if (lost != null) {
      out.writeLong(lost.begun().getEpochSecond());
      out.writeInt(lost.begun().getNano());
      out.writeInt(lost.deaths());
      out.writeInt(lost.made().size());
      for (FileIdentity directory : lost.made()) {
        write(directory, out);
      }
      out.writeInt(lost.runs().size());
      for (String run : lost.runs()) {
        out.writeUTF(run);
      }
    }
  }

  private static @Nullable LostAttempts readLost(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Instant begun = Instant.ofEpochSecond(in.readLong(), in.readInt());
    int deaths = in.readInt();
    Set<FileIdentity> made = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      made.add(readIdentity(in));
    }
    List<String> runs = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      runs.add(in.readUTF());
    }
    return new LostAttempts(begun, made, runs, deaths);
  }

  private static void write(FileIdentity identity, DataOutputStream out) throws IOException {
    out.writeLong(identity.device());
    out.writeLong(identity.inode());
  }

  private static FileIdentity readIdentity(DataInputStream in) throws IOException {
    return new FileIdentity(in.readLong(), in.readLong());
  }

  private static void write(Figures figures, DataOutputStream out) throws IOException {
    out.writeLong(figures.entriesFound());
    out.writeLong(figures.entriesDone());
    out.writeLong(figures.bytesFound());
    out.writeLong(figures.bytesMoved());
    out.writeUTF(figures.current().length() > LONGEST_UTF ? "" : figures.current());
  }

  private static Figures readFigures(DataInputStream in) throws IOException {
    return new Figures(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readUTF());
  }
}
