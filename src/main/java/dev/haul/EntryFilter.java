package dev.haul;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a tree are taken: by globs, by a list of paths, or by both.
 *
 * <p>{@code *} and {@code ?} stand for anything but a slash, {@code **} for anything, {@code [a-z]}
 * and {@code [!a-z]} for one character, {@code [[:upper:]]} for one of a kind, {@code {a,b}} for
 * either. A glob without a slash is held against an entry's name, one with a slash against its path
 * below the operand; a trailing slash makes it match directories only. An entry that an exclude
 * matches is left out, a directory with all that is in it; if there are includes, a file must match
 * one of them. An operand itself is never left out.
 */
public final class EntryFilter {
  /** Takes everything. */
  public static final EntryFilter ALL = new EntryFilter(List.of(), List.of(), null);

  private record Glob(String text, Pattern pattern, boolean wholePath, boolean directoriesOnly) {
    boolean matches(String name, String path, boolean directory) {
      return (directory || !directoriesOnly) && pattern.matcher(wholePath ? path : name).matches();
    }
  }

  private final List<Glob> includes;
  private final List<Glob> excludes;
  private final @Nullable PathList paths;

  private EntryFilter(List<Glob> includes, List<Glob> excludes, @Nullable PathList paths) {
    this.includes = includes;
    this.excludes = excludes;
    this.paths = paths;
  }

  /**
   * A filter of globs.
   *
   * @throws IllegalArgumentException if one of the globs is not in the notation
   */
  public static EntryFilter of(List<String> includes, List<String> excludes) {
    return new EntryFilter(parse(includes), parse(excludes), null);
  }

  /**
   * This filter, narrowed to the paths of a list. They are relative to the operand and as {@link
   * dev.haul.fs.ByteText} holds them. Each is taken with the directories on its way; of a listed
   * directory itself, what is in it only if a slash follows its path. Links on the way are not
   * followed.
   *
   * @throws IllegalArgumentException if a path is empty, absolute, or has {@code ..} in it
   */
  public EntryFilter narrowedTo(Collection<String> list) {
    return new EntryFilter(includes, excludes, new PathList(list));
  }

  public boolean takesAll() {
    return includes.isEmpty() && excludes.isEmpty() && paths == null;
  }

  /**
   * Whether the operand itself is meant, so that a directory that is there already gets its
   * attributes too.
   */
  public boolean takesOperand() {
    return paths == null || paths.takesOperand();
  }

  /**
   * Whether an entry is taken.
   *
   * @param path its path below the operand, without a leading slash
   */
  public boolean takes(String path, boolean directory) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (matchesAny(excludes, name, path, directory)
        || (paths != null && !paths.takes(path, directory))) {
      return false;
    }
    return directory || includes.isEmpty() || matchesAny(includes, name, path, false);
  }

  /** The globs that entries must match one of. */
  public List<String> includes() {
    return includes.stream().map(Glob::text).toList();
  }

  /** The globs that leave entries out. */
  public List<String> excludes() {
    return excludes.stream().map(Glob::text).toList();
  }

  /** The list that it is narrowed to; null if there is none. */
  public @Nullable List<String> paths() {
    return paths == null ? null : paths.texts();
  }

  private static boolean matchesAny(List<Glob> globs, String name, String path, boolean directory) {
    for (Glob glob : globs) {
      if (glob.matches(name, path, directory)) {
        return true;
      }
    }
    return false;
  }

  private static List<Glob> parse(List<String> globs) {
    List<Glob> parsed = new ArrayList<>();
    for (String glob : globs) {
      boolean directoriesOnly = glob.endsWith("/");
      String text = directoriesOnly ? glob.substring(0, glob.length() - 1) : glob;
      boolean wholePath = text.indexOf('/') >= 0;
      String body = text.startsWith("/") ? text.substring(1) : text;
      GlobTranslator translator = new GlobTranslator(body);
      refuseWhatNoPathHas(body, translator);
      parsed.add(new Glob(glob, translator.pattern(), wholePath, directoriesOnly));
    }
    return List.copyOf(parsed);
  }

  // Who writes "./x" means something, and with delete it would be left unprotected.
  private static void refuseWhatNoPathHas(String glob, GlobTranslator translator) {
    for (String name : glob.split("/", -1)) {
      switch (name) {
        case "" -> throw translator.invalid("an empty name matches nothing");
        case ".", ".." -> throw translator.invalid("no path below an operand has '" + name + "'");
        default -> {}
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntryFilter filter
        && includes().equals(filter.includes())
        && excludes().equals(filter.excludes())
        && Objects.equals(paths(), filter.paths());
  }

  @Override
  public int hashCode() {
    return includes().hashCode() * 31 + excludes().hashCode();
  }

  @Override
  public String toString() {
    return "includes " + includes() + ", excludes " + excludes();
  }
}
