package dev.haul.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Failure;
import dev.haul.Move;
import dev.haul.MoveOptions;
import dev.haul.OperationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who move something onto one name at once: the kernel lets one win. */
final class MoveRaceTest {
  private static final int ROUNDS = Integer.getInteger("count", 100);
  private static final int RACERS = 32;

  @TempDir private Path directory;

  /** One attempt; whether it won. */
  private interface Racer {
    boolean moves(Path source, Path target) throws IOException;
  }

  @Test
  void movesOntoOneName_haveOneWinner_andTheOthersKeepTheirs() throws Exception {
    List<Racer> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      racers.add(MoveRaceTest::wins);
    }
    assertThat(roundsLost(racers, ROUNDS)).isZero();
  }

  private static boolean wins(Path source, Path target) {
    try (Engine engine = Engines.open(EngineKind.DIRECT, EngineOptions.defaults())) {
      OperationResult result =
          engine.submit(new Move(source, target, MoveOptions.defaults())).join();
      if (result instanceof OperationResult.Completed) {
        return true;
      }
      assertThat(result.failures())
          .hasSize(1)
          .allMatch(failure -> failure.kind() == Failure.Kind.CONFLICT);
      return false;
    }
  }

  /** The twin: who looks first and then renames replaces what another has moved there. */
  @Test
  void movesThatLookBeforeTheyRename_areFoundToLose() throws Exception {
    List<Racer> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      racers.add(MoveRaceTest::renamesIfAbsent);
    }
    assertThat(roundsLost(racers, 1000)).isPositive();
  }

  private static boolean renamesIfAbsent(Path source, Path target) throws IOException {
    if (Files.exists(target)) {
      return false;
    }
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** How many rounds had not one winner; of a twin, up to the first. */
  private int roundsLost(List<Racer> racers, int rounds) throws Exception {
    int lost = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
      for (int round = 0; round < rounds && lost == 0; round++) {
        lost += isLost(threads, racers, directory.resolve("round" + round)) ? 1 : 0;
      }
    }
    return lost;
  }

  private static boolean isLost(ExecutorService threads, List<Racer> racers, Path place)
      throws Exception {
    Files.createDirectory(place);
    Path target = place.resolve("target");
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      Path source = Files.writeString(place.resolve("source" + i), "of " + i);
      Racer racer = racers.get(i);
      attempts.add(() -> {
        start.await();
        return racer.moves(source, target);
      });
    }
    int winner = -1;
    int winners = 0;
    List<Future<Boolean>> results = threads.invokeAll(attempts);
    for (int i = 0; i < RACERS; i++) {
      if (results.get(i).get()) {
        winner = i;
        winners++;
      }
    }
    int left = 0;
    for (int i = 0; i < RACERS; i++) {
      Path source = place.resolve("source" + i);
      left += Files.exists(source) && Files.readString(source).equals("of " + i) ? 1 : 0;
    }
    return winners != 1 || left != RACERS - 1 || !Files.readString(target).equals("of " + winner);
  }
}
