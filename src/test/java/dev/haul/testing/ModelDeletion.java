package dev.haul.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Says what is left of a tree after a deletion by globs; shares no code with haul. It knows globs
 * of a few forms only, which it takes apart byte by byte.
 */
public final class ModelDeletion {
  private static final List<String> FORMS = List.of("?*", "*?", "*?*", "*?/", "?*/**", "*?*/*");

  private final List<String> includes;
  private final List<String> excludes;
  private final Set<String> remaining = new TreeSet<>();
  private long gone;

  private ModelDeletion(List<String> includes, List<String> excludes) {
    this.includes = includes;
    this.excludes = excludes;
  }

  /** A deletion of what an include matches, if there are any, and no exclude. */
  public static ModelDeletion of(List<String> includes, List<String> excludes) {
    return new ModelDeletion(includes, excludes);
  }

  /** Globs that follow from a seed; sometimes none. */
  public static ModelDeletion random(long seed) {
    Random random = new Random(seed);
    return new ModelDeletion(globs(random, random.nextInt(4)), globs(random, random.nextInt(3)));
  }

  private static List<String> globs(Random random, int count) {
    List<String> globs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String letter = Character.toString('a' + random.nextInt(26));
      globs.add(FORMS.get(random.nextInt(FORMS.size())).replace("?", letter));
    }
    return globs;
  }

  public List<String> includes() {
    return includes;
  }

  public List<String> excludes() {
    return excludes;
  }

  /** Works out what is left of a tree, without touching it. */
  public void apply(Path tree) throws IOException {
    remaining.clear();
    gone = 0;
    goes(tree, "");
  }

  /** What is left, by paths below the tree with a character a byte; the tree itself is empty. */
  public Set<String> remaining() {
    return remaining;
  }

  /** How many entries go. */
  public long gone() {
    return gone;
  }

  private boolean goes(Path path, String name) throws IOException {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    boolean goes = name.isEmpty() || takes(name, directory);
    if (directory) {
      goes = goes ? emptied(path, name) : keepAll(path, name);
    }
    if (goes) {
      gone++;
    } else {
      remaining.add(name);
    }
    return goes;
  }

  private boolean emptied(Path directory, String name) throws IOException {
    boolean emptied = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        emptied &= goes(entry, below(name, entry));
      }
    }
    return emptied;
  }

  private boolean keepAll(Path directory, String name) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String path = below(name, entry);
        remaining.add(path);
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          keepAll(entry, path);
        }
      }
    }
    return false;
  }

  private static String below(String directory, Path entry) {
    return directory.isEmpty() ? last(entry) : directory + "/" + last(entry);
  }

  /** The last name of a path, a character a byte. */
  private static String last(Path path) {
    String raw = path.toUri().getRawPath();
    String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.append((char) Integer.parseInt(name, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.append(name.charAt(i));
      }
    }
    return bytes.toString();
  }

  private boolean takes(String path, boolean directory) {
    return !anyMatches(excludes, path, directory)
        && (directory || includes.isEmpty() || anyMatches(includes, path, false));
  }

  private static boolean anyMatches(List<String> globs, String path, boolean directory) {
    return globs.stream().anyMatch(glob -> matches(glob, path, directory));
  }

  private static boolean matches(String glob, String path, boolean directory) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String letter = glob.replaceAll("[*/]", "");
    return switch (glob.replace(letter, "?")) {
      case "?*" -> name.startsWith(letter);
      case "*?" -> name.endsWith(letter);
      case "*?*" -> name.contains(letter);
      case "*?/" -> directory && name.endsWith(letter);
      case "?*/**" -> path.startsWith(letter) && path.indexOf('/') > 0;
      case "*?*/*" ->
          path.chars().filter(c -> c == '/').count() == 1
              && path.substring(0, path.indexOf('/')).contains(letter);
      default -> throw new IllegalArgumentException(glob);
    };
  }

  /** How a tree differs from what should be left of it. */
  public List<String> differences(Path tree) throws IOException {
    Set<String> found = new TreeSet<>();
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> walk = Files.walk(tree)) {
        walk.forEach(path -> found.add(path.equals(tree) ? "" : nameBelow(tree, path)));
      }
    }
    List<String> differences = new ArrayList<>();
    remaining.stream()
        .filter(name -> !found.contains(name))
        .forEach(name -> differences.add("lost: " + name));
    found.stream()
        .filter(name -> !remaining.contains(name))
        .forEach(name -> differences.add("left: " + name));
    return differences;
  }

  private static String nameBelow(Path tree, Path path) {
    String name = "";
    for (Path part : path.subpath(tree.getNameCount(), path.getNameCount())) {
      name = below(name, part);
    }
    return name;
  }

  @Override
  public String toString() {
    return "includes " + includes + ", excludes " + excludes;
  }
}
