package dev.haul.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A tree that follows from a seed: links of both kinds, holes, special files, attributes, names of
 * any bytes. With a smaller limit it is the beginning of the same tree, so a tree that shows a
 * fault can be made small by halving.
 */
public final class RandomTree {
  private static final int[] MODES = {0644, 0600, 0444, 0755, 0000, 04755, 02711, 0666};
  private static final int[] DIRECTORY_MODES = {0755, 0700, 0555, 01777, 02775, 0000};
  private static final int MOST_LINKS = 4;

  private final Random random;
  private final Path root;
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final Set<Path> all = new LinkedHashSet<>();
  private final StringBuilder commands = new StringBuilder("set -e\n");

  private RandomTree(long seed, Path root) {
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.root = root;
  }

  /** How many entries the tree of a seed has: from 1 to 500, small ones more often. */
  public static int entries(long seed) {
    double share = new SplittableRandom(~seed).nextDouble();
    return 1 + (int) (499 * share * share * share);
  }

  /**
   * Makes the tree of a seed.
   *
   * @param limit entries at most
   */
  public static void make(long seed, int limit, Path root) throws IOException {
    new RandomTree(seed, root).make(Math.min(limit, entries(seed)));
  }

  private void make(int entries) throws IOException {
    directories.add(Files.createDirectory(root));
    for (int i = 0; i < entries; i++) {
      addEntry();
    }
    runCommands();
    // From the last to the first: what is in a directory changes its times.
    for (Path path : List.copyOf(all).reversed()) {
      setAttributes(path);
    }
    setAttributes(root);
  }

  // Each entry uses the same numbers of the sequence whatever its fate, so that limits cut cleanly.
  private void addEntry() throws IOException {
    Random own = new Random(random.nextLong());
    Path parent = directories.get(own.nextInt(directories.size()));
    Path path = parent.resolve(name(own));
    if (all.add(path)) {
      add(path, own);
    }
  }

  private void add(Path path, Random own) throws IOException {
    int kind = own.nextInt(100);
    if (kind < 20) {
      directories.add(Files.createDirectory(path));
    } else if (kind < 28) {
      Files.createSymbolicLink(path, linkText(own));
    } else if (kind < 36 && !files.isEmpty()) {
      addLink(path, files.get(own.nextInt(files.size())));
    } else if (kind < 39) {
      commands.append("mkfifo ").append(quoted(path)).append('\n');
    } else {
      files.add(kind < 46 ? writeWithHoles(path, own) : write(path, own));
    }
  }

  private static void addLink(Path path, Path file) throws IOException {
    int links = (int) Files.getAttribute(file, "unix:nlink");
    if (links < MOST_LINKS) {
      Files.createLink(path, file);
    } else {
      Files.createFile(path);
    }
  }

  private static Path linkText(Random own) {
    return switch (own.nextInt(4)) {
      case 0 -> Path.of("nowhere/" + own.nextInt());
      case 1 -> Path.of("..");
      case 2 -> Path.of("/etc/passwd");
      default -> Path.of("x".repeat(1 + own.nextInt(200)));
    };
  }

  private static Path write(Path path, Random own) throws IOException {
    int[] sizes = {0, 1, own.nextInt(100), own.nextInt(5000), 4096, own.nextInt(300_000)};
    byte[] content = new byte[sizes[own.nextInt(sizes.length)]];
    own.nextBytes(content);
    return Files.write(path, content, StandardOpenOption.CREATE_NEW);
  }

  private static Path writeWithHoles(Path path, Random own) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      long at = 0;
      for (int i = own.nextInt(4); i >= 0; i--) {
        at += own.nextInt(200_000);
        byte[] piece = new byte[own.nextInt(10_000)];
        own.nextBytes(piece);
        channel.write(ByteBuffer.wrap(piece), at);
        at += piece.length;
      }
    }
    return path;
  }

  /** Mostly plain, sometimes as unpleasant as the kernel allows; raw bytes get in through a URI. */
  private Path name(Random own) {
    StringBuilder uri = new StringBuilder();
    int length = own.nextInt(20) == 0 ? 255 : 1 + own.nextInt(12);
    boolean plain = own.nextInt(4) > 0;
    for (int i = 0; i < length; i++) {
      int c = plain ? 'a' + own.nextInt(26) : 1 + own.nextInt(255);
      boolean forbidden = c == '/' || (c == '.' && length < 3);
      uri.append("%%%02X".formatted(forbidden ? '_' : c));
    }
    Path made = Path.of(URI.create("file:///" + uri));
    return made.getFileName();
  }

  private void setAttributes(Path path) throws IOException {
    Random own = new Random(random.nextLong());
    boolean link = Files.isSymbolicLink(path);
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (own.nextInt(4) == 0) {
      Files.setAttribute(path, "unix:uid", 1000 + own.nextInt(5), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", 2000 + own.nextInt(5), LinkOption.NOFOLLOW_LINKS);
    }
    if (!link) {
      if (own.nextInt(8) == 0 && (directory || Files.isRegularFile(path))) {
        setAttribute(path, own);
      }
      if (own.nextInt(2) == 0) {
        int[] modes = directory ? DIRECTORY_MODES : MODES;
        Files.setAttribute(path, "unix:mode", modes[own.nextInt(modes.length)]);
      }
    }
    // Java opens what it sets times of, and would wait for somebody at the other end of a FIFO.
    if (link || directory || Files.isRegularFile(path)) {
      setTime(path, own);
    }
  }

  private static void setTime(Path path, Random own) throws IOException {
    FileTime time =
        FileTime.from(
            Instant.ofEpochSecond(own.nextInt(2_000_000_000), own.nextInt(1_000_000_000)));
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, time, null);
  }

  private static void setAttribute(Path path, Random own) throws IOException {
    byte[] value = new byte[own.nextInt(60)];
    own.nextBytes(value);
    Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
        .write("haul" + own.nextInt(3), ByteBuffer.wrap(value));
  }

  // One process a tree for what Java cannot do: FIFOs, and access control lists.
  private void runCommands() throws IOException {
    Random own = new Random(random.nextLong());
    for (Path file : files) {
      if (own.nextInt(10) == 0) {
        commands.append("setfacl -m u:" + (3000 + own.nextInt(3)) + ":rw ").append(quoted(file));
        commands.append('\n');
      }
    }
    Process shell = new ProcessBuilder("sh", "-s").redirectErrorStream(true).start();
    try (var input = shell.getOutputStream()) {
      input.write(commands.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!shell.waitFor(1, TimeUnit.MINUTES) || shell.exitValue() != 0) {
        throw new IOException("the shell said: " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** For the shell, byte for byte. */
  private static String quoted(Path path) {
    StringBuilder bytes = new StringBuilder("'");
    String raw = path.toUri().getRawPath();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        c = (char) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      }
      bytes.append(c == '\'' ? "'\\''" : c);
    }
    return bytes.append('\'').toString();
  }
}
