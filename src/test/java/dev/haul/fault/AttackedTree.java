package dev.haul.fault;

import dev.haul.fault.Attacker.Pair;
import dev.haul.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree of a thousand entries that an attacker may change, and the canary beside it: a directory
 * with the same names, of which nothing may ever be seen in the tree or changed.
 */
final class AttackedTree {
  static final String SECRET = "secret of the canary";

  private static final int DIRECTORIES = 25;
  private static final int FILES = 19;
  private static final List<String> LEVELS = List.of("", "/sub");

  /** The first file of each directory takes turns with a FIFO, the second with a link. */
  private static final int ATTACKED = 2;

  private final Path root;
  private final Path stash;
  private final Path canary;
  private final String age;

  /** The tree {@code name} in a place, with what an attacker of it needs. */
  AttackedTree(Place place, String name, String age) throws IOException {
    this.root = place.resolve(name);
    this.stash = Files.createDirectory(place.resolve(name + "-stash"));
    this.canary = place.resolve("canary");
    this.age = age;
    for (String directory : directories()) {
      Files.createDirectories(root.resolve(directory));
      for (int i = 0; i < FILES; i++) {
        Files.writeString(root.resolve(directory + "/f" + i), content(directory + "/f" + i));
      }
    }
  }

  private static List<String> directories() {
    List<String> directories = new ArrayList<>();
    for (int i = 0; i < DIRECTORIES; i++) {
      for (String level : LEVELS) {
        directories.add("d" + i + level);
      }
    }
    return directories;
  }

  private String content(String path) {
    return age + " " + path;
  }

  Path root() {
    return root;
  }

  static Path makeCanary(Place place) throws Exception {
    Path canary = Files.createDirectory(place.resolve("canary"));
    for (String level : LEVELS) {
      Path directory = Files.createDirectories(canary.resolve("." + level));
      for (int i = 0; i < FILES; i++) {
        Files.writeString(directory.resolve("f" + i), SECRET);
      }
    }
    new Shell(canary).sh("chmod -R go= .").expectSuccess();
    return canary;
  }

  /** All that can be seen to have been done to the canary, but for who has read it. */
  static String listing(Path canary) throws IOException {
    return new Shell(canary)
        .sh("find . -printf '%p %y %i %m %U:%G %n %s %T@ %C@ %l\\n' -type f -exec sha256sum {} +")
        .expectSuccess();
  }

  /** Directories with links to the canary, and files likewise. */
  List<Pair> links() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String directory : directories()) {
      boolean inner = directory.endsWith("/sub");
      pairs.add(pair(directory, inner ? canary.resolve("sub") : canary));
      pairs.add(pair(directory + "/f1", canary.resolve("f1")));
    }
    return pairs;
  }

  /** Files with FIFOs. */
  List<Pair> fifos() throws IOException {
    List<Pair> pairs =
        directories().stream()
            .map(directory -> directory + "/f0")
            .map(file -> new Pair(root.resolve(file), stash.resolve(flat(file))))
            .toList();
    new Shell(stash)
        .sh(
            "mkfifo \"$@\"",
            pairs.stream().map(pair -> pair.other().toString()).toArray(String[]::new))
        .expectSuccess();
    return pairs;
  }

  private Pair pair(String path, Path where) throws IOException {
    Path link = Files.createSymbolicLink(stash.resolve(flat(path)), where);
    return new Pair(root.resolve(path), link);
  }

  private static String flat(String path) {
    return path.replace('/', '-');
  }

  /** What the files that no attacker touches contain, by their names below the root. */
  SortedMap<String, String> untouched() {
    SortedMap<String, String> files = new TreeMap<>();
    for (String directory : directories()) {
      for (int i = ATTACKED; i < FILES; i++) {
        files.put(directory + "/f" + i, content(directory + "/f" + i));
      }
    }
    return files;
  }

  /** Regular files below {@code copy} that do not contain what the one of that name does here. */
  List<String> foreign(Path copy) throws IOException {
    List<String> foreign = new ArrayList<>();
    FaultTree.entries(copy)
        .forEach((name, path) -> {
          if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
              && !contains(path, content(name))) {
            foreign.add(name);
          }
        });
    return foreign;
  }

  static boolean contains(Path file, String content) {
    try {
      return Files.readString(file).equals(content);
    } catch (IOException e) {
      return false;
    }
  }
}
