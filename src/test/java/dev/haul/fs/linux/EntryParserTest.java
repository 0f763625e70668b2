package dev.haul.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.FileType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EntryParserTest {
  private static final byte DT_DIR = 4;
  private static final byte DT_REG = 8;
  private static final int ENOUGH_TO_SORT = 300;

  private final EntryParser parser = new EntryParser();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

  private void record(long inode, long next, byte type, String name) {
    int begin = buffer.position();
    byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int length = 19 + bytes.length + 5;
    buffer.putLong(inode).putLong(next).putShort((short) length).put(type).put(bytes);
    buffer.position(begin + length);
  }

  private void parse() {
    parser.parse(buffer, buffer.position());
    buffer.clear();
  }

  private List<String> names() {
    return parser.entries().stream().map(entry -> entry.name().toString()).toList();
  }

  @Test
  void fewEntries_stayInTheirOrder_withoutDots() {
    record(7, 1, DT_DIR, ".");
    record(6, 2, DT_DIR, "..");
    record(5, 3, DT_REG, "b");
    record(4, 4, DT_DIR, "a");
    parse();
    assertThat(names()).containsExactly("b", "a");
    assertThat(parser.entries().stream().map(DirectoryEntry::type))
        .containsExactly(FileType.REGULAR, FileType.DIRECTORY);
    assertThat(parser.next()).isEqualTo(4);
  }

  @Test
  void manyEntries_comeInTheOrderOfTheirInodes_alsoIfReadInSeveralSteps() {
    for (int i = 0; i < ENOUGH_TO_SORT; i++) {
      record(ENOUGH_TO_SORT - i, i + 1, DT_REG, "f" + (ENOUGH_TO_SORT - i));
      if (i % 100 == 0) {
        parse();
      }
    }
    parse();
    assertThat(parser.count()).isEqualTo(ENOUGH_TO_SORT);
    assertThat(parser.next()).isEqualTo(ENOUGH_TO_SORT);
    assertThat(names())
        .isEqualTo(IntStream.rangeClosed(1, ENOUGH_TO_SORT).mapToObj(i -> "f" + i).toList());
  }

  @Test
  void inodesThatAreNoPlacesInATable_leaveTheOrder() {
    for (int i = 0; i < ENOUGH_TO_SORT; i++) {
      record(-1L - i, i + 1, DT_REG, "f" + i);
    }
    parse();
    assertThat(names())
        .isEqualTo(IntStream.range(0, ENOUGH_TO_SORT).mapToObj(i -> "f" + i).toList());
  }
}
