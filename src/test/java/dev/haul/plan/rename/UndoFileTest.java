package dev.haul.plan.rename;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.haul.DirectoryRenames;
import dev.haul.Location;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameOptions;
import dev.haul.RenameStep;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.plan.rename.UndoFile.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An undo file says what was written into it, or that it cannot be trusted. */
final class UndoFileTest {
  @TempDir private Path folder;

  private static Name name(int... bytes) {
    byte[] name = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      name[i] = (byte) bytes[i];
    }
    return Name.of(name);
  }

  private static RenameStep step(Name from, Name to) {
    return new RenameStep(from, to, new FileIdentity(7, from.hashCode()), to.hashCode());
  }

  private static List<Rename> plan() {
    Name odd = name('a', '\t', '\n', '\\', 0xff, 't');
    RenameStep first = step(odd, Name.of("ünï"));
    RenameCycle cycle =
        new RenameCycle(
            Name.of("parking"),
            List.of(step(Name.of("x"), Name.of("y")), step(Name.of("y"), Name.of("x"))));
    DirectoryRenames root =
        new DirectoryRenames(-1, null, new FileIdentity(7, 1), List.of(first), List.of(cycle));
    DirectoryRenames below =
        new DirectoryRenames(
            0, odd, new FileIdentity(7, 2), List.of(step(Name.of("b"), odd)), List.of());
    DirectoryRenames deep =
        new DirectoryRenames(1, Name.of("c"), new FileIdentity(8, 3), List.of(), List.of(cycle));
    RenameOptions options = RenameOptions.defaults();
    return List.of(
        new Rename(Location.parse("/tmp/\udcfe\tx"), List.of(root, below, deep), options),
        new Rename(Location.parse("/other"), List.of(root), options));
  }

  @Test
  void whatIsWritten_isRead() throws IOException {
    Path file = folder.resolve("undo");
    UndoFile.write(file, plan());
    assertThat(UndoFile.read(file)).isEqualTo(new Content(plan(), true));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void existingFile_isLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("undo"), "precious");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> UndoFile.write(file, plan()));
    assertThat(file).hasContent("precious");
  }

  @Test
  void fileCutOff_isABeginning_whereverItIsCut() throws IOException {
    Path file = folder.resolve("undo");
    UndoFile.write(file, plan());
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Content content = UndoFile.read(write(Arrays.copyOf(bytes, length)));
      assertThat(content.complete()).isFalse();
      int renames = content.renames().size();
      assertThat(renames).isLessThanOrEqualTo(2);
      if (renames == 2) {
        assertThat(content.renames().getFirst()).isEqualTo(plan().getFirst());
      }
    }
  }

  @Test
  void anyOtherByte_isNoticed() throws IOException {
    Path file = folder.resolve("undo");
    UndoFile.write(file, plan());
    byte[] bytes = Files.readAllBytes(file);
    // The last line break is what makes the last line whole.
    for (int i = 0; i < bytes.length - 1; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      assertThatExceptionOfType(ProtocolException.class)
          .as("byte " + i)
          .isThrownBy(() -> UndoFile.read(write(damaged)));
    }
  }

  /** The twin: with the checksum to it, what is damaged is taken for good. */
  @Test
  void otherByte_withItsChecksum_isFoundToBeRead() throws IOException {
    byte[] damaged = file("haul-undo 1", "root 1 2 /tmp", "rename 0 1 5 a b", "end 3");
    FileIdentity read =
        UndoFile.read(write(damaged))
            .renames()
            .getFirst()
            .directories()
            .getFirst()
            .steps()
            .getFirst()
            .identity();
    assertThat(read).isEqualTo(new FileIdentity(1, 5));
  }

  @Test
  void missingLine_isNoticed() throws IOException {
    Path file = folder.resolve("undo");
    UndoFile.write(file, plan());
    List<String> lines = Files.readAllLines(file, ISO_8859_1);
    for (int i = 1; i < lines.size() - 1; i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      Files.write(file, fewer, ISO_8859_1);
      assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> UndoFile.read(file));
    }
  }

  @Test
  void fileOfAnOlderHaul_whichDidNotTellWhenFilesWereMade_isRead() throws IOException {
    byte[] bytes = file("haul-undo 1", "root 1 2 /tmp", "rename 0 1 5 a b", "end 3");
    assertThat(UndoFile.read(write(bytes)).renames().getFirst().directories().getFirst().steps())
        .containsExactly(new RenameStep(Name.of("a"), Name.of("b"), new FileIdentity(1, 5), 0));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("changed"), bytes);
  }

  private static byte[] file(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      UndoRecord.write(out, (Object[]) line.split(" ", -1));
    }
    return out.toByteArray();
  }

  @Test
  void whatTheNextTestsChange_isGood() throws IOException {
    byte[] bytes =
        file(
            "haul-undo 1",
            "root 1 2 /tmp",
            "directory 0 1 3 d",
            "rename 1 1 4 a b",
            "cycle 1 1 p",
            "rename 1 1 4 c d",
            "end 6");
    assertThat(UndoFile.read(write(bytes)).complete()).isTrue();
  }

  /** Names that lead elsewhere, and what was never written so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rename 0 1 4 ../a b",
        "rename 0 1 4 a ../b",
        "rename 0 1 4 a /etc/b",
        "rename 0 1 4 a ..",
        "rename 0 1 4 a .",
        "rename 0 1 4 a ",
        "rename 0 1 4 a",
        "rename 0 1 4 a b c",
        "rename 0 1 x a b",
        "rename 1 1 4 a b",
        "rename -1 1 4 a b",
        "directory 0 1 3 ..",
        "directory 0 1 3 a/b",
        "directory 1 1 3 a",
        "cycle 0 2 /tmp/p",
        "cycle 0 0 p",
        "root 1 2 tmp",
        "root 1 2 ../tmp",
        "copy 0 1 4 a b",
        "haul-undo 1",
        "end 2",
        "end 4",
      })
  void lineThatLeadsElsewhere_isRefused(String line) throws IOException {
    byte[] bytes = file("haul-undo 1", "root 1 2 /tmp", line);
    if (line.equals("end 2")) {
      bytes = file("haul-undo 1", "root 1 2 /tmp", line, "rename 0 1 4 a b");
    }
    Path file = write(bytes);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> UndoFile.read(file))
        .withMessageStartingWith("line " + (line.equals("end 2") ? 4 : 3) + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"haul-undo 2", "haul-undo", "something else", "root 1 2 /tmp"})
  void otherFile_isRefused(String head) throws IOException {
    Path file = write(file(head, "end 1"));
    assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> UndoFile.read(file));
  }
}
