package dev.haul.append;

import dev.haul.AppendOptions;
import dev.haul.Location;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The appenders of a process: all who add to a file at the same time share one, so that what they
 * add goes in together. It is closed when the last of them has ended.
 */
public final class Appenders {
  private record Key(Location target, AppendOptions options) {}

  private final Map<Key, Shared> open = new HashMap<>();

  /** An appender that somebody uses. */
  private static final class Shared {
    private final Key key;
    private @Nullable Appender appender;
    private @Nullable IOException failure;

    // Guarded by the lock of the map.
    private int users;

    Shared(Key key) {
      this.key = key;
    }

    /** The appender, opened by whoever needs it first. */
    synchronized Appender appender() throws IOException {
      if (failure != null) {
        throw failure; // who waited for this would only wait once more
      }
      Appender found = appender;
      if (found == null) {
        found = open();
        appender = found;
      }
      return found;
    }

    private Appender open() throws IOException {
      try {
        return Appender.open(key.target(), key.options());
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    synchronized void close() throws IOException {
      if (appender != null) {
        appender.close();
      }
    }
  }

  /** The right to use an appender, until it is closed. */
  public final class Lease implements AutoCloseable {
    private final Shared shared;
    private final Appender appender;

    private Lease(Shared shared) throws IOException {
      this.shared = shared;
      this.appender = shared.appender();
    }

    public Appender appender() {
      return appender;
    }

    /** What its user may want to know. */
    public List<String> notes() {
      return appender.notes();
    }

    @Override
    public void close() throws IOException {
      release(shared);
    }
  }

  /**
   * The appender of a file, opened if nobody uses it yet.
   *
   * @throws LockTimeoutException if somebody has the file locked for too long
   */
  public Lease lease(Location target, AppendOptions options) throws IOException {
    Shared shared;
    synchronized (open) {
      shared = open.computeIfAbsent(new Key(target, options), Shared::new);
      shared.users++;
    }
    try {
      return new Lease(shared);
    } catch (IOException | RuntimeException | Error e) {
      release(shared);
      throw e;
    }
  }

  private void release(Shared shared) throws IOException {
    boolean last;
    synchronized (open) {
      shared.users--;
      last = shared.users == 0;
      if (last) {
        open.remove(shared.key);
      }
    }
    if (last) {
      shared.close();
    }
  }
}
