package dev.haul.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.Location;
import dev.haul.testing.MountedImage;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an open directory shows, on each kind of file system. */
final class OpenDirectoryIT {
  /** On btrfs it shows what it held when it was opened, until it is rewound. */
  @ParameterizedTest
  @EnumSource
  void entries_thatCameOrWentSinceItWasOpened_areSeenSo(MountedImage.Kind kind) throws Exception {
    try (MountedImage image = kind.make()) {
      Files.createFile(image.root().resolve("old"));
      Root root = new Root(1, Location.of(image.root()), Root.Kind.LINUX);
      try (Directory directory = Roots.open(root)) {
        Files.createFile(image.root().resolve("new"));
        assertThat(names(directory)).contains("old", "new");
        Files.delete(image.root().resolve("old"));
        Files.createFile(image.root().resolve("newer"));
        assertThat(names(directory)).contains("new", "newer").doesNotContain("old");
      }
    }
  }

  private static Iterable<String> names(Directory directory) throws Exception {
    EntryBatch batch = directory.entries(EntryBatch.START);
    return batch.entries().stream().map(entry -> entry.name().toString()).toList();
  }
}
