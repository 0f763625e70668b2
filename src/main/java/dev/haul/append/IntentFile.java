package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.Intent.Owner;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The intents of a file's writers, in memory that all processes of a user share, and that outlives
 * them: one of those who lock it by flock and by fcntl, which is the usual way, and one each of
 * those who lock it by one of both. Only to be used by whoever has the file locked.
 *
 * <p>Whoever locks in the usual way keeps out all of them, and so must put in order what any of
 * them has left. Whoever locks by one of both keeps out the usual ones, and never those who lock by
 * the other: these may be at work, and their intent is left alone.
 */
final class IntentFile {
  private static final int USUAL = 0;
  private static final int FLOCK = 1;
  private static final int OFD = 2;
  private static final int KINDS = 3;
  private static final int SIZE = KINDS * Intent.SIZE;

  /** Where it says that the file was removed, and which kinds have come, as bits by number. */
  private static final int STATE = Intent.UNUSED;

  private static final int RETIRED = 1;

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final Path path;
  private final MappedByteBuffer memory;

  /** Its writer's kind, or 0: then nobody else is at work. */
  private final int half;

  private final Intent[] intents = new Intent[KINDS];

  /** The kinds that its writer keeps out, its own first. */
  private final int[] seen;

  private IntentFile(Path path, MappedByteBuffer memory, Locking locking, Owner owner) {
    this.path = path;
    this.memory = memory;
    this.half =
        switch (locking) {
          case FLOCK -> FLOCK;
          case OFD -> OFD;
          case AUTO, TARGET, SIDECAR, NONE -> USUAL;
        };
    this.seen = half == USUAL ? new int[] {USUAL, FLOCK, OFD} : new int[] {half, USUAL};
    for (int kind = 0; kind < KINDS; kind++) {
      intents[kind] = new Intent(memory.slice(kind * Intent.SIZE, Intent.SIZE), owner);
    }
  }

  static IntentFile map(Path path, FileChannel channel, Locking locking, Owner owner)
      throws IOException {
    if (channel.size() < Intent.SIZE) {
      allocate(channel);
    }
    MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    IntentFile file = new IntentFile(path, memory, locking, owner);
    if (!file.hasCome(file.half)) {
      file.come(channel);
    }
    return file;
  }

  /**
   * Gives the usual intent all its room: storing into memory that has none when the file system is
   * full is a fault. Only one does it; the others find it done, and may have written there.
   */
  private static void allocate(FileChannel channel) throws IOException {
    synchronized (IntentFile.class) {
      try (var _ = channel.lock()) {
        if (channel.size() < Intent.SIZE) {
          writeZeros(channel, USUAL);
        }
      }
    }
  }

  /** The same for the first of a kind that is rare. */
  private void come(FileChannel channel) throws IOException {
    synchronized (IntentFile.class) {
      try (var _ = channel.lock()) {
        if (!hasCome(half)) {
          writeZeros(channel, half);
          INT.getAndBitwiseOr(memory, STATE, 1 << half);
        }
      }
    }
  }

  private static void writeZeros(FileChannel channel, int kind) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(Intent.SIZE);
    while (zeros.hasRemaining()) {
      channel.write(zeros, (long) kind * Intent.SIZE + zeros.position());
    }
  }

  /** Whether any of that kind has been here: else there may be no room for its intent. */
  private boolean hasCome(int kind) {
    return kind == USUAL || ((int) INT.getAcquire(memory, STATE) & 1 << kind) != 0;
  }

  /** What its writer is about to append. */
  Intent own() {
    return intents[half];
  }

  /** Whether dead writers have left something that is to be put in order. */
  boolean hasLeft() {
    for (int kind : seen) {
      if (isLeft(kind)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLeft(int kind) {
    return hasCome(kind) && intents[kind].isActive();
  }

  /** What dead writers have left; what is last in the file first, so that all can be cut off. */
  List<Intent> left() {
    return IntStream.of(seen)
        .filter(this::isLeft)
        .mapToObj(kind -> intents[kind])
        .sorted(Comparator.comparingLong(Intent::offset).reversed())
        .toList();
  }

  /**
   * Until it is closed, those wait who see some of the same intents and do not keep each other out;
   * null if there are none.
   */
  @Nullable AppendFile turn() throws IOException {
    if (half == USUAL) {
      return null;
    }
    Location directory = Location.of(path).parent();
    Root root = new Root(0, directory, Roots.kindFor(List.of(directory)));
    AppendOptions options = AppendOptions.defaults().withLocking(Locking.FLOCK).withoutCreating();
    try (Directory place = Roots.open(root)) {
      AppendFile file = place.openForAppend(Name.of(path.getFileName().toString()), options);
      try {
        file.lock();
        return file;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    }
  }

  /** Whether it was removed, so that nobody would find it: another one is to be mapped. */
  boolean isRetired() throws IOException {
    if (!isMarked()) {
      return false;
    }
    try (AppendFile _ = turn()) {
      if (isMarkedFileThere()) {
        // Who was about to remove it was killed between the mark and that.
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // It was removed.
    }
    return true;
  }

  private boolean isMarked() {
    return ((int) INT.getAcquire(memory, STATE) & RETIRED) != 0;
  }

  private boolean isMarkedFileThere() throws IOException {
    try (FileChannel found =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer state = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
      return found.read(state, STATE) == Integer.BYTES && (state.getInt(0) & RETIRED) != 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes it, when there is nothing in it and it can be done. */
  void retire() {
    try (AppendFile _ = turn()) {
      if (!hasLeft() && mark()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // It stays, and whoever comes next uses it.
      INT.getAndBitwiseAnd(memory, STATE, ~RETIRED);
    }
  }

  /** Says that it is being removed, unless some may use it who are not kept out. */
  private boolean mark() {
    int state = (int) INT.getAcquire(memory, STATE);
    int others = half == USUAL ? 0 : 1 << (FLOCK + OFD - half);
    return (state & (RETIRED | others)) == 0
        && INT.compareAndSet(memory, STATE, state, state | RETIRED);
  }
}
