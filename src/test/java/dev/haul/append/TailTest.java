package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.append.Recovery.Outcome;
import dev.haul.fs.AppendFile;
import dev.haul.fs.Directory;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next writer makes of the end of a file where one was killed. */
final class TailTest {
  private static final int OLD = 5000;

  @TempDir private Path directory;
  private Path target;
  private Intents intents;
  private final byte[] old = random(OLD, 1);
  private final byte[] record = random(20_000, 2);

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void makesFile() throws IOException {
    target = directory.resolve("log");
    intents = new Intents(directory.resolve("state"));
    Files.write(target, old);
  }

  /** As a writer dies that has come so far with a record. */
  private void die(byte[] written) throws IOException {
    die(Locking.AUTO, 0, written);
  }

  private void die(Locking locking, long otherGeneration, byte[] written) throws IOException {
    Root root = new Root(0, Location.of(directory), Roots.kindFor(List.of(Location.of(target))));
    try (Directory place = Roots.open(root);
        AppendFile file = place.openForAppend(Name.of("log"), AppendOptions.defaults())) {
      Intent intent =
          intents.open(file.identity(), file.generation() + otherGeneration, locking).own();
      ByteBuffer all = ByteBuffer.allocateDirect(record.length).put(record).flip();
      intent.set(file.size(), all.remaining(), Checksums.of(all, file.size()));
    }
    Files.write(target, written, StandardOpenOption.APPEND);
  }

  private Recovery recover() throws IOException {
    return recover(Locking.AUTO);
  }

  private Recovery recover(Locking locking) throws IOException {
    AppendOptions options = AppendOptions.defaults().withLocking(locking);
    try (TargetFile file = new TargetFile(Location.of(target), options, intents)) {
      Recovery recovery = file.acquire();
      file.release();
      return recovery;
    }
  }

  private Path onlyIntent() throws IOException {
    try (var files = Files.list(directory.resolve("state"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private void assertHolds(byte[]... parts) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(100_000);
    for (byte[] part : parts) {
      all.put(part);
    }
    assertThat(Files.readAllBytes(target)).isEqualTo(Arrays.copyOf(all.array(), all.position()));
  }

  @ParameterizedTest
  @ValueSource(ints = {8192 - OLD, 12_288 - OLD, 24_576 - OLD})
  void beginningOfTheRecord_isCutOff(int length) throws IOException {
    die(Arrays.copyOf(record, length));
    assertThat(recover()).isEqualTo(new Recovery(Outcome.CUT, OLD, length));
    assertHolds(old);
    assertThat(recover()).isEqualTo(Recovery.NOTHING);
  }

  @Test
  void wholeRecord_stays() throws IOException {
    die(record);
    assertThat(recover()).isEqualTo(new Recovery(Outcome.WHOLE, OLD, record.length));
    assertHolds(old, record);
  }

  @Test
  void wholeRecord_andOthersBehindIt_stay() throws IOException {
    die(record);
    Files.writeString(target, "theirs", StandardOpenOption.APPEND);
    assertThat(recover().outcome()).isEqualTo(Outcome.WHOLE);
    assertHolds(old, record, "theirs".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingWritten_isNothing() throws IOException {
    die(new byte[0]);
    assertThat(recover()).isEqualTo(Recovery.NOTHING);
    assertHolds(old);
  }

  /** What others have written behind a beginning is never touched, and so is the beginning. */
  @Test
  void beginning_andOthersBehindIt_stay_andThatIsSaid() throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(beginning);
    Files.writeString(target, "theirs", StandardOpenOption.APPEND);
    try (Appender appender =
        Appender.open(Location.of(target), AppendOptions.defaults(), intents)) {
      assertThat(appender.notes()).singleElement().asString().contains("at byte 5000", "stays");
    }
    assertHolds(old, beginning, "theirs".getBytes(StandardCharsets.UTF_8));
  }

  /** Who takes no lock may append at any time, and a large record takes long to be proven. */
  @Test
  void bytesThatOthersAppend_whileTheBeginningIsProven_stay() throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(beginning);
    Root root = new Root(0, Location.of(directory), Roots.kindFor(List.of(Location.of(target))));
    try (Directory place = Roots.open(root);
        AppendFile file = place.openForAppend(Name.of("log"), AppendOptions.defaults())) {
      Intent intent = intents.open(file.identity(), file.generation(), Locking.AUTO).own();
      assertThat(new Tail(withOthers(file), intent).recover())
          .isEqualTo(new Recovery(Outcome.LEFT, OLD, beginning.length));
    }
    assertHolds(old, beginning, "theirs".getBytes(StandardCharsets.UTF_8));
  }

  /** The file, to which somebody appends whenever it is read. */
  private AppendFile withOthers(AppendFile file) {
    return (AppendFile)
        Proxy.newProxyInstance(
            AppendFile.class.getClassLoader(),
            new Class<?>[] {AppendFile.class},
            (_, method, arguments) -> {
              if (method.getName().equals("read")) {
                Files.writeString(target, "theirs", StandardOpenOption.APPEND);
              }
              return method.invoke(file, arguments);
            });
  }

  @Test
  void bytesThatAreNotTheRecords_stay() throws IOException {
    byte[] theirs = random(8192 - OLD, 3);
    die(theirs);
    assertThat(recover()).isEqualTo(new Recovery(Outcome.LEFT, OLD, 0));
    assertHolds(old, theirs);
  }

  /** Kills cut at the edges of pages: anything else cannot be proven to be the record's. */
  @Test
  void endWithinAPage_stays() throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD + 100);
    die(beginning);
    assertThat(recover()).isEqualTo(new Recovery(Outcome.LEFT, OLD, 8192 - OLD));
    assertHolds(old, beginning);
  }

  @Test
  void lastByteChanged_stays() throws IOException {
    byte[] changed = Arrays.copyOf(record, 12_288 - OLD);
    changed[changed.length - 1]++;
    die(changed);
    assertThat(recover().outcome()).isEqualTo(Outcome.LEFT);
    assertHolds(old, changed);
  }

  /** An inode that is used again, for a file with the same bytes. */
  @Test
  void fileThatOnlyHasTheSameInode_isNotCut() throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(Locking.AUTO, 1, beginning);
    assertThat(recover()).isEqualTo(Recovery.NOTHING);
    assertHolds(old, beginning);
  }

  @Test
  void fileCutByOthers_isLeftAsItIs() throws IOException {
    die(Arrays.copyOf(record, 8192 - OLD));
    Files.write(target, Arrays.copyOf(old, 100));
    assertThat(recover()).isEqualTo(Recovery.NOTHING);
    assertHolds(Arrays.copyOf(old, 100));
  }

  @Test
  void damagedIntent_isNotBelieved() throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(beginning);
    byte[] bytes = Files.readAllBytes(onlyIntent());
    bytes[60]++; // the offset
    Files.write(onlyIntent(), bytes);
    assertThat(recover()).isEqualTo(Recovery.NOTHING);
    assertHolds(old, beginning);
  }

  @Test
  void laterRecord_comesAfterWhatStays() throws IOException {
    die(Arrays.copyOf(record, 8192 - OLD));
    try (Appender appender =
        Appender.open(Location.of(target), AppendOptions.defaults(), intents)) {
      appender.append(new byte[] {1, 2, 3});
    }
    assertHolds(old, new byte[] {1, 2, 3});
  }

  /** Whom the dead one's lock would have kept out, that one comes after it. */
  @ParameterizedTest
  @CsvSource({"FLOCK,AUTO", "OFD,TARGET", "AUTO,FLOCK", "TARGET,OFD", "SIDECAR,SIDECAR"})
  void beginning_ofAWriterThatTheLockKeepsOut_isCutOff(Locking dead, Locking next)
      throws IOException {
    int length = 8192 - OLD;
    die(dead, 0, Arrays.copyOf(record, length));
    assertThat(recover(next)).isEqualTo(new Recovery(Outcome.CUT, OLD, length));
    assertHolds(old);
    assertThat(recover(dead)).isEqualTo(Recovery.NOTHING);
  }

  /** The twin: it may be alive. */
  @ParameterizedTest
  @CsvSource({"FLOCK,OFD", "OFD,FLOCK", "FLOCK,SIDECAR", "SIDECAR,OFD", "SIDECAR,AUTO"})
  void beginning_ofAWriterThatTheLockDoesNotKeepOut_stays_andSoDoesItsIntent(
      Locking other, Locking next) throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(other, 0, beginning);
    assertThat(recover(next)).isEqualTo(Recovery.NOTHING);
    assertHolds(old, beginning);
    assertThat(recover(other).outcome()).isEqualTo(Outcome.CUT);
  }

  @ParameterizedTest
  @CsvSource({"FLOCK,OFD", "OFD,FLOCK"})
  void beginnings_ofTwoWriters_areBothCutOff(Locking first, Locking second) throws IOException {
    die(first, 0, Arrays.copyOf(record, 8192 - OLD));
    die(second, 0, Arrays.copyOf(record, 4096));
    assertThat(recover()).isEqualTo(new Recovery(Outcome.CUT, OLD, 8192 - OLD));
    assertHolds(old);
  }

  @ParameterizedTest
  @CsvSource({"AUTO,FLOCK", "AUTO,OFD", "FLOCK,AUTO", "OFD,AUTO"})
  void writerThatWasThereBefore_findsTheIntentsOfLaterOnes(Locking before, Locking later)
      throws IOException {
    try (Appender appender = open(before)) {
      appender.append(new byte[] {1});
      die(later, 0, Arrays.copyOf(record, 8192 - OLD - 1));
      appender.append(new byte[] {2});
    }
    assertHolds(old, new byte[] {1, 2});
  }

  /** Else it could be believed when the file looks the same once more. */
  @ParameterizedTest
  @CsvSource({"FLOCK,AUTO", "OFD,AUTO", "AUTO,FLOCK", "AUTO,OFD"})
  void intent_behindWhichOthersHaveWritten_isForgotten(Locking dead, Locking next)
      throws IOException {
    byte[] beginning = Arrays.copyOf(record, 8192 - OLD);
    die(dead, 0, beginning);
    Files.writeString(target, "theirs", StandardOpenOption.APPEND);
    assertThat(recover(next).outcome()).isEqualTo(Outcome.LEFT);
    Files.write(target, old);
    Files.write(target, beginning, StandardOpenOption.APPEND);
    assertThat(recover(dead)).isEqualTo(Recovery.NOTHING);
    assertHolds(old, beginning);
  }

  /** Both find what the usual writer has left, and neither keeps the other out. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void writersThatDoNotKeepEachOtherOut_putInOrderOneAfterTheOther() throws IOException {
    die(Arrays.copyOf(record, 8192 - OLD));
    Root root = new Root(0, Location.of(directory), Roots.kindFor(List.of(Location.of(target))));
    try (Directory place = Roots.open(root);
        AppendFile file = place.openForAppend(Name.of("log"), AppendOptions.defaults())) {
      IntentFile one = intents.open(file.identity(), file.generation(), Locking.FLOCK);
      CompletableFuture<Recovery> other;
      try (AppendFile _ = one.turn()) {
        other = CompletableFuture.supplyAsync(this::recoverByOfd);
        LockHolder.awaitWaiterForFlock(onlyIntent());
        one.left().forEach(Intent::clear);
        Files.write(target, old);
      }
      assertThat(other.join()).isEqualTo(Recovery.NOTHING);
    }
    assertHolds(old);
  }

  private Recovery recoverByOfd() {
    try {
      return recover(Locking.OFD);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Locking.class,
      names = {"AUTO", "FLOCK", "OFD", "SIDECAR"})
  void intents_goWithTheLastWriter(Locking locking) throws IOException {
    try (Appender first = open(locking);
        Appender second = open(locking)) {
      first.append(new byte[1]);
      second.append(new byte[1]);
    }
    assertThat(directory.resolve("state")).isEmptyDirectory();
  }

  /** An intent in a file that is removed would be found by nobody. */
  @Test
  void intents_ofWritersThatAreNotKeptOut_areNotRemoved() throws IOException {
    try (Appender flock = open(Locking.FLOCK)) {
      flock.append(new byte[1]);
      open(Locking.OFD).close();
      assertThat(directory.resolve("state")).isNotEmptyDirectory();
    }
    open(Locking.AUTO).close();
    assertThat(directory.resolve("state")).isEmptyDirectory();
  }

  private Appender open(Locking locking) throws IOException {
    AppendOptions options = AppendOptions.defaults().withLocking(locking);
    return Appender.open(Location.of(target), options, intents);
  }
}
