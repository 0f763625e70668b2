package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.AppendOptions;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.append.AppendChild.Mode;
import dev.haul.append.AppendChild.Task;
import dev.haul.append.Records.Content;
import dev.haul.testing.MountedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Power cuts while records are appended; {@code -Dcount=200} for more, {@code -Dseed} for when. */
final class AppendPowerCutIT {
  private static final int CUTS = Integer.getInteger("count", 10) / 2;

  @TempDir private Path directory;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> lost = new ArrayList<>();
  private int acknowledged;

  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_losesNothingThatWasAcknowledged(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      for (int i = 0; i < CUTS; i++) {
        cut(image, i % 2 == 0 ? Durability.DATA : Durability.FULL);
      }
    }
    System.out.printf(
        "%s: %d power cuts, %d records acknowledged, %d lost, -Dseed=%d%n",
        kind, CUTS, acknowledged, lost.size(), seed);
    assertThat(lost).isEmpty();
    assertThat(acknowledged).isPositive();
  }

  /** The twin: without durability they are found to be lost. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_withoutDurability_isFoundToLose(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      for (int i = 0; i < 10 && lost.isEmpty(); i++) {
        cut(image, Durability.NONE);
      }
    }
    assertThat(lost).isNotEmpty();
  }

  private void cut(MountedImage image, Durability durability) throws Exception {
    Path target = image.root().resolve("log");
    Files.deleteIfExists(target);
    Task task = new Task(target, 0, 8, 1_000_000, 0, Mode.MIXED, true, true, durability);
    try (Writer writer = Writer.java(directory.resolve("state"), task)) {
      writer.awaitWord();
      writer.endsWithin(random.nextInt(100_000));
      // What is being made durable at this moment may be called so and is not: by a real cut nobody
      // would hear of it.
      Map<Integer, Integer> before = writer.acknowledged();
      image.cutPower();
      writer.kill();
      image.mountAgain();
      check(target, before, durability);
    }
  }

  private void check(Path target, Map<Integer, Integer> before, Durability durability)
      throws IOException {
    if (Files.notExists(target)) {
      lost.add("all of it");
      return;
    }
    Intents intents = new Intents(directory.resolve("state/haul/append"));
    Appender.open(Location.of(target), AppendOptions.defaults(), intents).close();
    Content content = Records.read(target);
    before.forEach((each, last) -> {
      acknowledged += last + 1;
      List<Integer> found = content.sequences().getOrDefault(each, List.of());
      if (found.size() <= last) {
        lost.add(durability + ": writer " + each + " has " + found.size() + " of " + (last + 1));
      }
    });
  }
}
