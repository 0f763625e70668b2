package dev.haul.fs.nio;

import dev.haul.fs.FileIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The identities of files on a file system without device numbers.
 *
 * <p>The default file system's are the same in every process of a run: they come from its paths.
 */
final class Identities {
  private static final long DEFAULT_FILE_SYSTEM = -1;
  private static final AtomicLong OTHERS = new AtomicLong(DEFAULT_FILE_SYSTEM);

  /** In place of a device; below zero, so that it is none of the kernel's. */
  private final long device;

  private final Map<Object, Long> numbers = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();

  Identities(boolean isDefault) {
    this.device = isDefault ? DEFAULT_FILE_SYSTEM : OTHERS.decrementAndGet();
  }

  FileIdentity ofNumber(long inode) {
    return new FileIdentity(device, inode);
  }

  /**
   * @param key as of {@link java.nio.file.attribute.BasicFileAttributes#fileKey}; it promises
   *     nothing but {@code equals}
   */
  FileIdentity of(Path path, @Nullable Object key) throws IOException {
    return ofNumber(
        switch (key) {
          case null -> digest(path.toRealPath(LinkOption.NOFOLLOW_LINKS));
          case Number number -> number.longValue();
          default -> numbers.computeIfAbsent(key, _ -> lastNumber.incrementAndGet());
        });
  }

  // Of cryptographic quality, because two files of one identity are taken for one file.
  private static long digest(Path path) {
    try {
      byte[] text = path.toString().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
