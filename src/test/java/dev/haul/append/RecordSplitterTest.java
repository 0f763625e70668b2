package dev.haul.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.haul.RecordFormat;
import dev.haul.fs.PageBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordSplitterTest {
  private static final int PAGE = PageBuffer.PAGE;

  /** Each step's records, of what comes in these pieces. */
  private static List<String> split(String format, String... pieces) throws IOException {
    RecordSplitter splitter = new RecordSplitter(RecordFormat.parse(format), 0);
    List<String> steps = new ArrayList<>();
    for (String piece : pieces) {
      splitter.room().put(piece.getBytes(StandardCharsets.ISO_8859_1));
      splitter.arrived();
      take(splitter, steps);
    }
    splitter.ended();
    take(splitter, steps);
    return steps;
  }

  private static void take(RecordSplitter splitter, List<String> steps) {
    ByteBuffer records = splitter.records();
    if (records.hasRemaining()) {
      steps.add(StandardCharsets.ISO_8859_1.decode(records).toString().replace('\0', '0'));
      splitter.added(0);
    }
  }

  @Test
  void lines_comeAsSoonAsTheyAreWhole_allAtOnce() throws IOException {
    assertThat(split("line", "a\nb\nc", "d", "\n", "e\n")).containsExactly("a\nb\n", "cd\n", "e\n");
  }

  @Test
  void lastLineWithoutItsEnd_getsOne() throws IOException {
    assertThat(split("line", "a\nb")).containsExactly("a\n", "b\n");
    assertThat(split("nul", "a\0b\n")).containsExactly("a0", "b\n0");
  }

  @Test
  void nothing_isNoRecord() throws IOException {
    for (String format : List.of("line", "nul", "whole", "fixed:3")) {
      assertThat(split(format)).isEmpty();
    }
  }

  @Test
  void whole_isOneRecord_howeverItComes() throws IOException {
    assertThat(split("whole", "a\n", "b\n", "c")).containsExactly("a\nb\nc");
  }

  @Test
  void fixedSize_takesAsManyAsAreThere_andNoPartOfOne() throws IOException {
    assertThat(split("fixed:2", "abc", "de", "f")).containsExactly("ab", "cd", "ef");
    assertThatThrownBy(() -> split("fixed:2", "abc"))
        .isInstanceOf(IOException.class)
        .hasMessage("ends in the middle of a record: after 1 of its 2 bytes");
  }

  @ParameterizedTest
  @CsvSource({"line,0", "line,1000", "nul,0", "whole,0", "whole,700000", "fixed:300007,0"})
  void largeRecords_areWhole_andNothingIsLost(String format, long expected) throws IOException {
    Random random = new Random(1);
    byte[] source = new byte[600_014];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i % 200_000 == 199_999 ? (format.equals("nul") ? 0 : '\n') : 'x');
    }
    source[source.length - 1] = (byte) (format.equals("nul") ? 0 : '\n');
    RecordSplitter splitter = new RecordSplitter(RecordFormat.parse(format), expected);
    byte[] copy = new byte[source.length];
    int done = 0;
    for (int at = 0; at < source.length; ) {
      ByteBuffer room = splitter.room();
      assertThat(room.isDirect()).isTrue();
      int count =
          Math.min(1 + random.nextInt(100_000), Math.min(room.remaining(), source.length - at));
      room.put(source, at, count);
      at += count;
      splitter.arrived();
      done += take(splitter, copy, done);
      if (at == source.length) {
        splitter.ended();
        done += take(splitter, copy, done);
      }
      assertThat(done == 0 || isEnd(format, source, done)).isTrue();
    }
    assertThat(done).isEqualTo(source.length);
    assertThat(Arrays.equals(copy, source)).isTrue();
  }

  private static int take(RecordSplitter splitter, byte[] copy, int at) {
    ByteBuffer records = splitter.records();
    int size = records.remaining();
    if (size > 0) {
      assertThat(records.alignmentOffset(records.position(), PAGE))
          .as("lies in its page as it will in the target's")
          .isEqualTo(at % PAGE);
      records.get(copy, at, size);
      splitter.added(at + size);
    }
    return size;
  }

  private static boolean isEnd(String format, byte[] source, int end) {
    return switch (format) {
      case "whole" -> end == source.length;
      case "fixed:300007" -> end % 300_007 == 0;
      case "nul" -> source[end - 1] == 0;
      default -> source[end - 1] == '\n';
    };
  }

  @Test
  void recordThatIsTooLarge_isRefused_withTheLimit_andTheWayOut_ifThereIsOne() {
    assertThat(refusal(RecordFormat.WHOLE))
        .hasMessageContaining("" + TargetFile.largest())
        .hasMessageContaining("--record=line");
    assertThat(refusal(RecordFormat.LINE))
        .hasMessageContaining("" + TargetFile.largest())
        .hasMessageNotContaining("--record=line");
  }

  private static IOException refusal(RecordFormat format) {
    RecordSplitter splitter = new RecordSplitter(format, TargetFile.largest() + 10L);
    byte[] piece = new byte[1 << 20];
    return catchThrowableOfType(
        IOException.class,
        () -> {
          while (true) {
            ByteBuffer room = splitter.room();
            room.put(piece, 0, Math.min(piece.length, room.remaining()));
            splitter.arrived();
          }
        });
  }
}
