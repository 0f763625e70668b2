package dev.haul.fs.nio;

import dev.haul.Attribute;
import dev.haul.fs.Losses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The extended attributes that the JDK knows: {@code user.*}. */
final class UserAttributes {
  private UserAttributes() {}

  static void copy(Path source, Path target, Losses losses) throws IOException {
    UserDefinedFileAttributeView from = view(source);
    List<String> names = from == null ? List.of() : names(from, source);
    if (from == null || names.isEmpty()) {
      return;
    }
    UserDefinedFileAttributeView to = view(target);
    for (String name : names) {
      if (to == null || !written(to, name, read(from, name))) {
        losses.lost(Attribute.XATTR);
      }
    }
  }

  private static @Nullable UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  // Whether there are any is asked of the store only after a failure, since it takes long.
  private static List<String> names(UserDefinedFileAttributeView from, Path source)
      throws IOException {
    try {
      return from.list();
    } catch (FileSystemException e) {
      if (Files.getFileStore(source).supportsFileAttributeView("user")) {
        throw e;
      }
      return List.of();
    }
  }

  private static ByteBuffer read(UserDefinedFileAttributeView from, String name)
      throws IOException {
    ByteBuffer value = ByteBuffer.allocate(from.size(name));
    from.read(name, value);
    return value.flip();
  }

  private static boolean written(UserDefinedFileAttributeView to, String name, ByteBuffer value)
      throws IOException {
    try {
      to.write(name, value);
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }
}
