package dev.haul.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What programs that are older than haul say of a copy. */
public final class Verdicts {
  // Enough to see what is wrong.
  private static final int SHOWN = 20;

  private Verdicts() {}

  /** What rsync and {@link TreeComparer} would have to change. */
  public static List<String> differences(Path source, Path copy) throws IOException {
    List<String> differences = new ArrayList<>(ofRsync(source, copy));
    differences.addAll(TreeComparer.differences(source, copy));
    return differences;
  }

  /** Also of extended attributes and access control lists; not of holes and parts of a second. */
  public static List<String> ofRsync(Path source, Path copy) throws IOException {
    Shell.needs("rsync");
    return new Shell(copy)
        .sh(
            // xfs shows access control lists a second time under these names.
            "rsync -anicHAX --delete --filter='-x trusted.SGI_ACL_*' \"$1/\" \"$2/\"",
            source.toString(),
            copy.toString())
        .expectSuccess()
        .lines()
        .limit(SHOWN)
        .toList();
  }

  /** For trees of any depth: what find and sha256sum tell of every entry. */
  public static List<String> listing(Path tree) throws IOException {
    return new Shell(tree)
        .sh(
            """
            find . -printf '%d %f %y %m %U:%G %T@ %n %l\\n'
            find . -type f -execdir sha256sum {} +
            """)
        .expectSuccess()
        .lines()
        .sorted()
        .toList();
  }
}
