package dev.haul.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageBufferTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 300_000})
  void buffer_beginsWithAPage_andHasItsSize(int size) {
    ByteBuffer buffer = PageBuffer.allocate(size);
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.capacity()).isEqualTo(size);
    assertThat(buffer.alignmentOffset(0, PageBuffer.PAGE)).isZero();
  }
}
