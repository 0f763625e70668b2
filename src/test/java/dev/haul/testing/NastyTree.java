package dev.haul.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Trees with everything that Linux can hold and copies get wrong; for root only. */
public final class NastyTree {
  private static final int LARGE = 40 << 20;
  private static final int MEBIBYTE = 1 << 20;

  private NastyTree() {}

  /** Makes one, of which rsync can judge a copy. */
  public static Path make(Path root) throws IOException {
    Shell.needsRoot();
    Shell.needs("setfattr", "setfacl");
    SampleTree.make(Files.createDirectory(root).resolve("sample"));
    makeNames(Files.createDirectory(root.resolve("names")));
    makeHoles(Files.createDirectory(root.resolve("holes")));
    makeTimes(Files.createDirectory(root.resolve("times")));
    byte[] large = new byte[LARGE];
    new Random(2).nextBytes(large);
    Files.write(root.resolve("large"), large);
    Files.createFile(root.resolve("empty"));
    makeSocket(root.resolve("socket"));
    System.out.print(new Shell(root).sh(WHAT_THE_JDK_CANNOT_MAKE).expectSuccess());
    return root;
  }

  /** One for each byte that a name can have, and names as long as they can be. */
  private static void makeNames(Path directory) throws IOException {
    for (int value = 1; value < 256; value++) {
      if (value != '/') {
        Files.createFile(child(directory, String.format("byte-%%%02X", value)));
      }
    }
    Files.writeString(child(directory, "n".repeat(255)), "long");
    Files.createDirectory(child(directory, "%C3%A4".repeat(127) + "d"));
    Files.writeString(child(directory, "-rf"), "an option");
    Files.writeString(child(directory, "~"), "a home");
    Files.writeString(child(directory, ".haul-0123456789abcdef-1"), "not ours");
  }

  // Paths made of text have no bytes but those of UTF-8; made of a URI they have any.
  private static Path child(Path directory, String encoded) {
    String parent = directory.toUri().getRawPath();
    return Path.of(URI.create("file://" + parent + (parent.endsWith("/") ? "" : "/") + encoded));
  }

  private static void makeHoles(Path directory) throws IOException {
    makeSparse(directory.resolve("nothing"), MEBIBYTE);
    makeSparse(directory.resolve("first"), 2 * MEBIBYTE, 0);
    makeSparse(directory.resolve("last"), 2 * MEBIBYTE, 2 * MEBIBYTE - 5000);
    makeSparse(directory.resolve("odd"), 4 * MEBIBYTE + 77, MEBIBYTE + 1, 3 * MEBIBYTE - 1);
    makeSparse(directory.resolve("small"), 100_000, 50_000);
    makeSparse(directory.resolve("large"), 36 * MEBIBYTE, MEBIBYTE, 30 * MEBIBYTE);
  }

  private static void makeSparse(Path path, long size, long... data) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
      for (long offset : data) {
        file.seek(offset);
        file.write("data".repeat(1250).getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static void makeTimes(Path directory) throws IOException {
    String[] times = {
      "1969-12-31T23:59:58.500000001Z",
      "1970-01-01T00:00:00.000000001Z",
      "2001-09-09T01:46:39.999999999Z",
      "2100-02-28T23:59:59.123456789Z"
    };
    for (int i = 0; i < times.length; i++) {
      Path file = Files.writeString(directory.resolve("t" + i), times[i]);
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(times[i])));
    }
  }

  private static void makeSocket(Path path) throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
    }
  }

  private static final String WHAT_THE_JDK_CANNOT_MAKE =
      """
      mkdir -p links/one/two links/three
      echo linked >links/first
      ln links/first links/one/two/second
      ln links/first links/three/third
      ln large links/three/large
      for i in 1 2 3 4 5 6 7 8 9; do ln links/first links/one/n$i; done

      cd links
      ln -s 'no where' dangling
      ln -s self self
      ln -s ../.. up
      ln -s /etc/passwd absolute
      ln -s one/ slash
      ln -s "$(printf 'not\\377text\\nat all')" bytes
      ln -s "$(printf 'x%.0s' $(seq 1000))" long
      ln -P dangling 'dangling too'
      setfattr -h -n trusted.link -v x bytes
      chown -h 12:34 dangling absolute
      touch -h -d @1000000000.000000007 dangling self
      cd ..

      mkdir special
      mkfifo -m 0621 special/fifo
      mknod -m 0640 special/character c 1 3
      mknod -m 0604 special/block b 7 250
      ln special/fifo 'fifo too'
      ln special/block 'block too'
      chown 12:34 special/fifo special/block
      setfattr -n trusted.special -v x special/character
      setfacl -m u:12:rw special/character
      touch -d @1111111111.111111111 special/*

      mkdir modes
      for m in 0000 0001 0400 0555 0777 1644 2755 4755 6711 7777; do
        echo $m >modes/f$m; chown 12:34 modes/f$m; chmod $m modes/f$m
        mkdir modes/d$m; echo in >modes/d$m/in; chown 12:34 modes/d$m; chmod $m modes/d$m
      done
      echo root >modes/setuid; chmod 4755 modes/setuid

      mkdir attributes
      echo x >attributes/all
      if setfattr -n user.one -v 'a value' attributes/all 2>/dev/null; then
        setfattr -n user.empty attributes/all
        setfattr -n user.bytes -v 0x00ff0a00 attributes
        setfattr -n "user.$(printf 'n\\303\\244me')" -v x attributes/all
        setfattr -n user.long -v "$(printf 'v%.0s' $(seq 2000))" attributes/all
        setfattr -n user.top -v x .
      else
        echo "no user attributes in this tree: its file system has none"
      fi
      setfattr -n trusted.one -v secret attributes/all
      setfattr -n trusted.directory -v secret attributes
      echo capable >attributes/capable
      chown 12:34 attributes/capable
      setfattr -n security.capability -v 0x0100000200200000000000000000000000000000 attributes/capable
      echo readonly >attributes/readonly
      setfattr -n trusted.two -v x attributes/readonly
      chmod 0444 attributes/readonly

      mkdir lists lists/default lists/plain
      echo before >lists/default/before
      setfacl -m u:12:rwx,g:34:r,m::rwx lists lists/default/before
      setfacl -d -m u:12:rwx,g:34:---,o::- lists/default
      echo after >lists/default/after
      mkdir lists/default/inherits
      echo plain >lists/default/plain
      setfacl -b lists/default/plain
      chmod 0604 lists/default/plain
      mkdir lists/default/bare
      setfacl -b -k lists/default/bare
      chmod 2775 lists/plain
      chown 12:34 lists/plain
      echo group >lists/plain/group
      chown 12:12 lists/plain/group

      chmod 0750 .
      find . -depth -type d -exec touch -d @1234567890.987654321 {} +
      """;

  /** A chain of directories whose path is longer than one call can take; rsync cannot follow. */
  public static Path makeDeep(Path root) throws IOException {
    Files.createDirectory(root);
    makeChain(root, 40, "d".repeat(200));
    return root;
  }

  /** Directories of one name inside of each other, with a file in the last. */
  public static void makeChain(Path root, int depth, String name) throws IOException {
    Shell.needs("perl");
    new Shell(root)
        .run(
            List.of(
                "perl",
                "-e",
                "for (1 .. $ARGV[0]) { mkdir $ARGV[1] or die $!; chdir $ARGV[1] or die $! }"
                    + " open F, '>', 'last' and print F 'end' and close F or die $!",
                Integer.toString(depth),
                name))
        .expectSuccess();
  }
}
