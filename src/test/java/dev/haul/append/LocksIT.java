package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.AppendOptions;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.testing.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who keeps whom out: each pair of ours and of other programs, while this process opens, copies and
 * closes the same file all the time, which drops POSIX locks.
 */
final class LocksIT {
  private static final AppendOptions IMPATIENT =
      AppendOptions.defaults().withLockTimeout(Duration.ofMillis(50));

  /** Somebody who locks, to the end of his life or for a moment. */
  enum Party {
    OUR_THREAD,
    OUR_PROCESS,
    FLOCK,
    PYTHON_LOCKF,
    JAVA_FILE_CHANNEL
  }

  @TempDir private Path directory;
  private Path target;

  @BeforeEach
  void makesFile() throws IOException {
    Shell.needs("flock", "python3");
    target = Files.createFile(directory.resolve("log"));
  }

  private Intents intents() {
    return new Intents(directory.resolve("intents"));
  }

  private TargetFile file(AppendOptions options) throws IOException {
    return new TargetFile(Location.of(target), options, intents());
  }

  private void disturb() throws IOException {
    Files.readAllBytes(target);
    Files.copy(target, directory.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
    try (RandomAccessFile other = new RandomAccessFile(target.toString(), "rw")) {
      assertThat(other.length()).isGreaterThanOrEqualTo(0);
    }
  }

  /** Runs {@code action} while {@code holder} has the lock. */
  private void whileHeldBy(Party holder, Action action) throws Exception {
    switch (holder) {
      case OUR_THREAD -> {
        try (TargetFile file = file(AppendOptions.defaults())) {
          file.acquire();
          disturb();
          action.run();
          file.release();
        }
      }
      case OUR_PROCESS -> {
        try (LockHolder _ = LockHolder.haul(target, directory.resolve("state"))) {
          disturb();
          action.run();
        }
      }
      case FLOCK -> {
        try (LockHolder _ = LockHolder.flock(target)) {
          disturb();
          action.run();
        }
      }
      case PYTHON_LOCKF -> {
        try (LockHolder _ = LockHolder.posix(target)) {
          disturb();
          action.run();
        }
      }
      case JAVA_FILE_CHANNEL -> {
        try (LockHolder _ = LockHolder.fileChannel(target)) {
          disturb();
          action.run();
        }
      }
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  @ParameterizedTest
  @EnumSource(Party.class)
  void whoeverHasTheLock_keepsUsOut(Party holder) throws Exception {
    whileHeldBy(
        holder,
        () -> {
          try (TargetFile file = file(IMPATIENT)) {
            assertThatThrownBy(file::acquire).isInstanceOf(LockTimeoutException.class);
          }
        });
    try (TargetFile file = file(IMPATIENT)) {
      file.acquire();
      file.release();
    }
  }

  @ParameterizedTest
  @EnumSource(Party.class)
  void ourLock_keepsEverybodyOut(Party contender) throws Exception {
    for (Party holder : new Party[] {Party.OUR_THREAD, Party.OUR_PROCESS}) {
      whileHeldBy(holder, () -> assertThat(isLockedFor(contender)).isTrue());
      assertThat(isLockedFor(contender)).isFalse();
    }
  }

  /** The twins: half of the lock keeps half of them out. */
  @Test
  void onlyOneOfBothLocks_isFoundToLetOthersIn() throws Exception {
    try (TargetFile file = file(AppendOptions.defaults().withLocking(Locking.FLOCK))) {
      file.acquire();
      assertThat(isLockedFor(Party.FLOCK)).isTrue();
      assertThat(isLockedFor(Party.PYTHON_LOCKF)).isFalse();
      file.release();
    }
    try (TargetFile file = file(AppendOptions.defaults().withLocking(Locking.OFD))) {
      file.acquire();
      assertThat(isLockedFor(Party.FLOCK)).isFalse();
      assertThat(isLockedFor(Party.PYTHON_LOCKF)).isTrue();
      file.release();
    }
  }

  /** The twin: what the JDK locks is not locked any more once the file was read. */
  @Test
  void lockOfTheJdk_isFoundToGo_whenTheFileIsReadAndClosed() throws Exception {
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      var lock = channel.lock();
      assertThat(isLockedFor(Party.PYTHON_LOCKF)).isTrue();
      disturb();
      assertThat(lock.isValid()).isTrue();
      assertThat(isLockedFor(Party.PYTHON_LOCKF)).isFalse();
    }
  }

  private boolean isLockedFor(Party contender) throws Exception {
    return switch (contender) {
      case OUR_THREAD -> {
        try (TargetFile file = file(IMPATIENT)) {
          file.acquire();
          file.release();
          yield false;
        } catch (LockTimeoutException e) {
          yield true;
        }
      }
      case OUR_PROCESS -> fails(LockHolder.haulCommand(target, "50"));
      case FLOCK -> fails("flock", "-n", target.toString(), "true");
      case PYTHON_LOCKF -> {
        String script =
            "import fcntl,sys; f=open(sys.argv[1],'a');"
                + " fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)";
        yield fails("python3", "-c", script, target.toString());
      }
      case JAVA_FILE_CHANNEL -> {
        // In this process, where it is an open file description lock that is in its way.
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
            var lock = channel.tryLock()) {
          yield lock == null;
        } catch (OverlappingFileLockException e) {
          yield true;
        }
      }
    };
  }

  private static boolean fails(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        != 0;
  }
}
