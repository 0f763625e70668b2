package dev.haul.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.haul.Location;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Root.Kind.class)
final class DirectoryCacheTest {
  private static final int CAPACITY = 3;

  private final Root.Kind kind;
  @TempDir Path disk;
  private final DirectoryCache cache = new DirectoryCache(CAPACITY);
  private final List<Name> closed = new ArrayList<>();
  private DirectoryRef root;

  DirectoryCacheTest(Root.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void leaseRoot() throws IOException {
    Files.createDirectories(disk.resolve("a/b/c"));
    Directory opened = Roots.open(new Root(1, Location.of(disk), kind));
    root = opened.ref();
    cache.adopt(opened).close();
  }

  @AfterEach
  void closeCache() {
    cache.close();
  }

  @Test
  void lease_ofOpenDirectory_isThatDirectory() throws IOException {
    try (DirectoryCache.Lease first = cache.lease(root);
        DirectoryCache.Lease second = cache.lease(root)) {
      assertThat(second.directory()).isSameAs(first.directory());
      assertThat(cache.size()).isEqualTo(1);
    }
  }

  @Test
  void adopt_ofDirectoryThatIsOpen_keepsTheFirstAndClosesTheOther() throws IOException {
    try (DirectoryCache.Lease first = adoptRecorded("a");
        DirectoryCache.Lease second = adoptRecorded("a")) {
      assertThat(second.directory()).isSameAs(first.directory());
      assertThat(closed).containsExactly(Name.of("a"));
    }
  }

  /** By a root that lies in another one, or by a mount. */
  @Test
  void directoryInAnotherPlace_knowsItselfToBeThere_andIsNotKept() throws IOException {
    DirectoryRef deep = refOf("a", "b");
    Directory inner = Roots.open(new Root(2, Location.of(disk.resolve("a")), kind));
    DirectoryRef there = inner.ref().child(Name.of("b"), deep.identity());
    cache.adopt(inner).close();
    try (DirectoryCache.Lease first = cache.lease(deep);
        DirectoryCache.Lease second = cache.lease(there);
        DirectoryCache.Lease again = cache.lease(deep)) {
      assertThat(second.directory().ref().depth()).isEqualTo(1);
      assertThat(first.directory().ref().depth()).isEqualTo(2);
      assertThat(again.directory()).isSameAs(first.directory());
    }
    assertThat(cache.size()).isLessThanOrEqualTo(CAPACITY);
  }

  @Test
  void lease_afterAllWereClosed_reopensFromTheRoot() throws IOException {
    DirectoryRef deep = refOf("a", "b", "c");
    forgetAll(deep);
    assertThat(cache.size()).isZero();
    try (DirectoryCache.Lease lease = cache.lease(deep)) {
      assertThat(lease.directory().ref().identity()).isEqualTo(deep.identity());
      assertThat(lease.directory().stat().identity()).isEqualTo(deep.identity());
      assertThat(lease.directory().ref()).hasToString(disk.resolve("a/b/c").toString());
    }
  }

  @Test
  void lease_whileAnAncestorIsOpen_reopensNothingAboveIt() throws IOException {
    DirectoryRef deep = refOf("a", "b", "c");
    DirectoryRef above = refOf("a", "b");
    forgetAll(deep);
    try (DirectoryCache.Lease ancestor = cache.lease(above)) {
      forgetAll(refOf("a"));
      assertThat(cache.size()).isEqualTo(1);
      try (DirectoryCache.Lease lease = cache.lease(deep)) {
        assertThat(lease.directory().stat().identity()).isEqualTo(deep.identity());
        assertThat(cache.size()).isEqualTo(2);
      }
      assertThat(ancestor.directory().stat().identity()).isEqualTo(above.identity());
    }
  }

  @Test
  void lease_ofDirectoryThatWasReplaced_isRefused() throws IOException {
    DirectoryRef deep = refOf("a", "b");
    forgetAll(deep);
    Files.move(disk.resolve("a/b"), disk.resolve("a/old"));
    Files.createDirectory(disk.resolve("a/b"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> cache.lease(deep))
        .withMessageContaining(disk.resolve("a/b").toString())
        .withMessageContaining("another directory has taken its place");
  }

  @Test
  void lease_whoseAncestorWasReplaced_isRefused() throws IOException {
    DirectoryRef deep = refOf("a", "b", "c");
    forgetAll(deep);
    Files.move(disk.resolve("a"), disk.resolve("old"));
    Files.createDirectories(disk.resolve("a/b/c"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> cache.lease(deep))
        .withMessageContaining("another directory has taken its place");
    assertThat(cache.size()).isLessThanOrEqualTo(CAPACITY);
  }

  @Test
  void lease_throughALinkToTheVeryDirectory_isRefused() throws IOException {
    DirectoryRef deep = refOf("a", "b");
    forgetAll(deep);
    Files.move(disk.resolve("a/b"), disk.resolve("a/old"));
    Files.createSymbolicLink(disk.resolve("a/b"), Path.of("old"));
    assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> cache.lease(deep));
  }

  @Test
  void leases_beyondTheCapacity_stayOpenUntilTheyAreClosed() throws IOException {
    List<DirectoryCache.Lease> leases = new ArrayList<>();
    for (int i = 0; i < 2 * CAPACITY; i++) {
      Files.createDirectory(disk.resolve("child" + i));
      leases.add(adoptRecorded("child" + i));
    }
    assertThat(closed).isEmpty();
    assertThat(cache.size()).isGreaterThanOrEqualTo(2 * CAPACITY);
    leases.forEach(DirectoryCache.Lease::close);
    assertThat(cache.size()).isEqualTo(CAPACITY);
    assertThat(closed).hasSizeBetween(CAPACITY, CAPACITY + 1);
  }

  @Test
  void room_whenNeeded_isMadeByTheOneUsedLongestAgo() throws IOException {
    for (String name : List.of("x", "y", "z", "new")) {
      Files.createDirectory(disk.resolve(name));
    }
    DirectoryRef x = adoptAndRelease("x");
    cache.forget(root);
    adoptAndRelease("y");
    adoptAndRelease("z");
    cache.lease(x).close();
    adoptAndRelease("new");
    assertThat(closed).containsExactly(Name.of("y"));
  }

  private DirectoryRef adoptAndRelease(String name) throws IOException {
    try (DirectoryCache.Lease lease = adoptRecorded(name)) {
      return lease.directory().ref();
    }
  }

  @Test
  void forget_ofUnusedDirectory_closesItAtOnce() throws IOException {
    DirectoryRef ref = adoptAndRelease("a");
    assertThat(closed).isEmpty();
    cache.forget(ref);
    assertThat(closed).containsExactly(Name.of("a"));
  }

  @Test
  void forget_ofLeasedDirectory_closesItWithTheLastLease() throws IOException {
    DirectoryCache.Lease first = adoptRecorded("a");
    DirectoryCache.Lease second = cache.lease(first.directory().ref());
    cache.forget(first.directory().ref());
    first.close();
    assertThat(closed).isEmpty();
    second.close();
    assertThat(closed).containsExactly(Name.of("a"));
  }

  @Test
  void close_ofTheCache_closesAll() throws IOException {
    adoptAndRelease("a");
    DirectoryCache.Lease leased = adoptRecorded("a/b");
    cache.close();
    assertThat(closed).containsExactlyInAnyOrder(Name.of("a"), Name.of("b"));
    assertThat(cache.size()).isZero();
    leased.close();
  }

  /** References down to a directory; all of them have been open. */
  private DirectoryRef refOf(String... names) throws IOException {
    DirectoryRef ref = root;
    for (String name : names) {
      try (DirectoryCache.Lease parent = cache.lease(ref);
          DirectoryCache.Lease child = cache.leaseChild(parent.directory(), Name.of(name))) {
        ref = child.directory().ref();
      }
    }
    return ref;
  }

  private void forgetAll(DirectoryRef deepest) {
    for (DirectoryRef ref = deepest; ref != null; ref = ref.parent()) {
      cache.forget(ref);
    }
  }

  private DirectoryCache.Lease adoptRecorded(String path) throws IOException {
    Directory opened = Roots.open(new Root(1, Location.of(disk), kind));
    for (String name : path.split("/", -1)) {
      try (Directory above = opened) {
        opened = above.openDirectory(Name.of(name));
      }
    }
    return cache.adopt(recorded(opened));
  }

  /** The directory, but its close is written down. */
  private Directory recorded(Directory directory) {
    return (Directory)
        Proxy.newProxyInstance(
            Directory.class.getClassLoader(),
            new Class<?>[] {Directory.class},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(directory.ref().name());
              }
              return invoke(directory, method, arguments);
            });
  }

  private static Object invoke(Directory directory, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(directory, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
