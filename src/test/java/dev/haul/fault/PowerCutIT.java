package dev.haul.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.testing.MountedImage;
import dev.haul.testing.Shell;
import dev.haul.testing.TreeComparer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts while a tree is copied: what was reported done is there afterwards. A few in every
 * build, with {@code -Dcount=500} more; {@code -Dseed} repeats the trees and when they are cut, as
 * far as threads can be repeated.
 */
final class PowerCutIT {
  private static final int CUTS = Integer.getInteger("count", 20) / 2;

  /** Of a copy that protects nothing, of which one must be found out. */
  private static final int CUTS_OF_TWIN = 10;

  private static final long PATIENCE_SECONDS = 60;
  private static final Pattern ENTRY =
      Pattern.compile(
          "\"event\":\"entry\",\"action\":\"([a-z-]+)\",\"source\":\"[^\"]*\",\"target\":\"([^\"]*)\"");
  private static final List<String> KEPT = List.of("mode", "uid", "gid", "lastModifiedTime");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> lost = new ArrayList<>();
  private Path source = Path.of("");
  private Path target = Path.of("");
  private int entries;

  /**
   * Whether nothing is called durable that is not, after the cut too. On xfs fsync of a directory
   * says then that all is well, so that nobody can know better.
   */
  private boolean tellsOfTheCut;

  private int reported;
  private int inTheMiddle;

  /** What a copy has said before its end, and by how it ended. */
  private record Said(Map<Path, String> actions, boolean completed) {}

  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_duringADurableCopy_losesNothingThatWasReported(MountedImage.Kind kind)
      throws Exception {
    int cuts =
        cut(
            kind,
            CUTS,
            (image, round) -> {
              boolean overOld = round % 2 == 1;
              cutDuringCopy(image, random.nextBoolean() ? "full" : "data", overOld);
              return lost.isEmpty();
            });
    assertThat(lost).isEmpty();
    assertThat(cuts).isEqualTo(CUTS);
    assertThat(reported).isPositive();
    assertThat(inTheMiddle).isGreaterThan(CUTS / 4);
  }

  /** The twin: the cuts are found to lose what was reported where nothing was made durable. */
  @ParameterizedTest
  @EnumSource(
      value = MountedImage.Kind.class,
      names = {"EXT4", "XFS"})
  void powerCut_duringACopyThatIsNotDurable_isFoundToLose(MountedImage.Kind kind) throws Exception {
    cut(
        kind,
        CUTS_OF_TWIN,
        (image, round) -> {
          cutDuringCopy(image, "none", false);
          return lost.isEmpty();
        });
    assertThat(lost).isNotEmpty();
  }

  private interface Cut {
    boolean goesOn(MountedImage image, int round) throws Exception;
  }

  private int cut(MountedImage.Kind kind, int most, Cut cut) throws Exception {
    int cuts = 0;
    try (MountedImage memory = MountedImage.Kind.TMPFS.make();
        MountedImage image = kind.make()) {
      makeSource(memory.root().resolve("source"));
      source = memory.root().resolve("source");
      tellsOfTheCut = kind == MountedImage.Kind.EXT4;
      target = image.root().resolve("target");
      boolean more = true;
      while (more && cuts < most) {
        more = cut.goesOn(image, cuts++);
      }
    }
    System.out.printf(
        "%s: %d power cuts, %d of them before the end, %d entries reported, %d lost, -Dseed=%d%n",
        kind, cuts, inTheMiddle, reported, lost.size(), seed);
    return cuts;
  }

  private void makeSource(Path root) throws IOException {
    Files.createDirectory(root);
    List<Path> directories = new ArrayList<>(List.of(root));
    for (int i = 0; i < 30; i++) {
      Path parent = directories.get(random.nextInt(directories.size()));
      directories.add(Files.createDirectory(parent.resolve("d" + i)));
    }
    for (Path directory : directories) {
      Path last = directory;
      for (int i = 0; i < 8; i++) {
        last = makeFile(directory.resolve("f" + i));
      }
      Path elsewhere = directories.get(random.nextInt(directories.size()));
      Files.createLink(elsewhere.resolve("h-" + directory.getFileName()), last);
      Files.createSymbolicLink(directory.resolve("s"), Path.of("f0"));
    }
    for (Path directory : directories) {
      setAttributes(directory, "rwxr-x---");
    }
    entries = FaultTree.entries(root).size();
  }

  private Path makeFile(Path file) throws IOException {
    byte[] content = new byte[random.nextInt(10) == 0 ? 300_000 : random.nextInt(20_000)];
    random.nextBytes(content);
    Files.write(file, content);
    setAttributes(file, "rw-r-----");
    return file;
  }

  private void setAttributes(Path path, String mode) throws IOException {
    Files.setAttribute(path, "unix:uid", 1000 + random.nextInt(3));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    Files.setLastModifiedTime(
        path, FileTime.from(Instant.ofEpochSecond(1_000_000_000 + random.nextInt(1000), 123)));
  }

  private void cutDuringCopy(MountedImage image, String durability, boolean overOld)
      throws Exception {
    FaultTree.delete(target);
    if (overOld) {
      FaultTree.makeOld(source, target);
    }
    Shell shell = new Shell(Path.of("/"));
    shell.sh("sync -f \"$1\"", image.root().toString()).expectSuccess();
    Said said = copyAndCut(image, durability, 1 + random.nextInt(entries + 2));
    image.mountAgain();
    boolean full = durability.equals("full");
    checkReported(said, full);
    if (overOld) {
      checkOldOrNew(said);
    }
    Shell.Outcome again = shell.haul("copy", "-uT", source.toString(), target.toString());
    assertThat(again).isEqualTo(new Shell.Outcome(0, "", ""));
    assertThat(FaultTree.temporaries(target)).isEmpty();
    assertThat(TreeComparer.differences(source, target)).isEmpty();
  }

  private Said copyAndCut(MountedImage image, String durability, int after) throws Exception {
    Path errors = Files.createTempFile("haul", ".err");
    Process process =
        new Shell(Path.of("/"))
            .builder(
                List.of(
                    Shell.HAUL,
                    "copy",
                    "--json-lines",
                    "--durability=" + durability,
                    "-fT",
                    source.toString(),
                    target.toString()))
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      Map<Path, String> actions = new HashMap<>();
      boolean completed = false;
      boolean cut = false;
      int read = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!cut || tellsOfTheCut) {
          Matcher entry = ENTRY.matcher(line);
          if (entry.find()) {
            actions.put(Path.of(entry.group(2)), entry.group(1));
          }
          completed |= line.contains("\"status\":\"completed\"");
        }
        if (++read == after) {
          image.cutPower();
          cut = true;
        }
      }
      if (!cut) {
        image.cutPower();
      }
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      inTheMiddle += process.exitValue();
      reported += actions.size();
      return new Said(actions, completed);
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }

  private void checkReported(Said said, boolean full) throws IOException {
    for (Map.Entry<Path, String> each : said.actions().entrySet()) {
      Path copy = each.getKey();
      Path original = source.resolve(target.relativize(copy).toString());
      boolean directory = each.getValue().startsWith("directory");
      boolean there =
          directory ? Files.isDirectory(copy) : isThere(copy) && FaultTree.isSame(copy, original);
      if (!there) {
        lost.add(each + (isThere(copy) ? " is not what it was" : " is gone"));
      } else if (full && (!directory || said.completed())) {
        checkAttributes(copy, original);
      }
    }
    if (full && said.completed() && said.actions().size() < entries) {
      lost.add("not even reported: " + (entries - said.actions().size()));
    }
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private void checkAttributes(Path copy, Path original) throws IOException {
    Map<String, Object> expected = attributes(original);
    Map<String, Object> actual = attributes(copy);
    for (String attribute : KEPT) {
      if (!Objects.equals(expected.get(attribute), actual.get(attribute))) {
        lost.add(copy + ": " + attribute + " is " + actual.get(attribute));
      }
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
  }

  private void checkOldOrNew(Said said) throws IOException {
    for (Map.Entry<String, Path> entry : FaultTree.entries(source).entrySet()) {
      Path original = entry.getValue();
      Path copy = target.resolve(entry.getKey());
      boolean whole =
          Files.isDirectory(original, LinkOption.NOFOLLOW_LINKS)
              ? Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)
              : isThere(copy) && (FaultTree.isSame(copy, original) || FaultTree.isOld(copy));
      if (!whole) {
        lost.add(copy + " is neither old nor new; " + said.actions().get(copy));
      }
    }
  }
}
