import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the image that people run, dist/haul and its archive, from what Maven left in target.
 *
 * <p>Maven runs it in the project's directory with the JDK that goes into the image: {@code java
 * src/image/MakeImage.java VERSION TIMESTAMP}. Everything that ends up in the archives carries
 * TIMESTAMP.
 *
 * <p>The class-data archive is a static one with AOT-linked classes, made from the class lists of
 * {@link #TRAINING}. The alternatives of JDK 25 were measured: a dynamic archive and a static one
 * without linking start later, and an AOT cache (JEP 483) is no sooner, costs more processor time
 * and takes a single training run.
 */
final class MakeImage {
  /**
   * What the training runs do, in a directory that holds a small tree named {@code tree}. Each must
   * succeed.
   */
  private static final List<List<String>> TRAINING =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("copy", "--help"),
          List.of("copy", "tree", "copied"),
          List.of("copy", "-f", "--verify", "tree", "copied"),
          List.of("copy", "-u", "-v", "tree", "again"),
          List.of("copy", "--json", "tree", "document"),
          List.of("copy", "--engine=processes", "tree", "elsewhere"),
          List.of("copy", "--engine=async", "tree", "beside"),
          List.of("move", "beside", "moved"),
          List.of("rename", "s/file/leaf/", "moved/directory0/file"),
          List.of("delete", "-r", "moved"),
          List.of("delete", "-rf", "--engine=processes", "elsewhere"),
          List.of("append", "appended"),
          List.of("append", "--recover", "appended"));

  private static final String MODULE = "dev.haul";
  private static final String MAIN = "dev.haul.cli.Main";

  private static final Path WORK = Path.of("target/image");
  private static final Path IMAGE = Path.of("dist/haul");
  private static final Path MODULES = WORK.resolve("modules");
  private static final Path CLASSES = MODULES.resolve(MODULE);
  private static final Path ARCHIVE = IMAGE.resolve("lib/haul.jsa");
  private static final Path RUNTIME = IMAGE.resolve("runtime");

  private final String version;
  private final Instant timestamp;

  private MakeImage(String version, Instant timestamp) {
    this.version = version;
    this.timestamp = timestamp;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      new MakeImage(args[0], Instant.parse(args[1])).make();
    } catch (Failure failure) {
      System.err.println("MakeImage: " + failure.getMessage());
      System.exit(1);
    }
  }

  private void make() throws IOException, InterruptedException {
    Trees.emptied(IMAGE);
    mergeClasses();
    describeModule();
    linkRuntime();
    copyDocuments();
    copyLauncher();
    makeCompletions();
    makeArchive();
    packRelease();
  }

  /**
   * All that haul is made of becomes one module of the runtime. On a class path, each jar costs at
   * every start; and of a class from an archive the JVM asks where its jar lay when the archive was
   * made, for each class anew if there is nothing any more: in an image that has been moved that
   * was a fifth of the start.
   */
  private void mergeClasses() throws IOException {
    Trees.emptied(CLASSES);
    for (Path jar : jars()) {
      unpack(jar);
    }
    Trees.copyTree(recompilePicocli(), CLASSES);
  }

  /** Picocli only as sources, see {@link #recompilePicocli}. */
  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>(List.of(Path.of("target/haul-" + version + ".jar")));
    jars.addAll(
        Trees.sorted(WORK.resolve("jars")).stream().filter(jar -> !isPicocli(jar)).toList());
    return jars;
  }

  private static boolean isPicocli(Path jar) {
    return jar.getFileName().toString().startsWith("picocli-");
  }

  private static void unpack(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (Map.Entry<String, Path> entry : entries(zip.getPath("/")).entrySet()) {
        place(jar, entry.getKey(), entry.getValue());
      }
    }
  }

  /**
   * The files by the name under which this JDK finds them in the jar: those of a newer Java version
   * hide the older.
   */
  private static Map<String, Path> entries(Path root) throws IOException {
    Map<String, Path> entries = new TreeMap<>();
    Comparator<Path> byRelease = Comparator.comparingInt(file -> release(root.relativize(file)));
    for (Path file : Trees.files(root).stream().sorted(byRelease).toList()) {
      Path name = root.relativize(file);
      if (release(name) <= Runtime.version().feature()) {
        entries.put(
            (release(name) == 0 ? name : name.subpath(3, name.getNameCount())).toString(), file);
      }
    }
    return entries;
  }

  private static int release(Path name) {
    return name.startsWith("META-INF/versions") ? Integer.parseInt(name.getName(2).toString()) : 0;
  }

  private static void place(Path jar, String name, Path file) throws IOException {
    if (name.matches("META-INF/.*(LICENSE|NOTICE).*")) {
      Trees.copy(
          file,
          IMAGE.resolve("legal").resolve(baseName(jar)).resolve(file.getFileName().toString()));
    } else if (!name.startsWith("META-INF/") && !name.equals("module-info.class")) {
      Trees.copy(file, CLASSES.resolve(name));
    }
  }

  /**
   * Picocli's jar holds Java 5 bytecode, which no class-data archive stores: compiled anew it
   * starts in half the time.
   */
  private static Path recompilePicocli() throws IOException {
    Path sources = WORK.resolve("tools/picocli-sources.jar");
    Path compiled = WORK.resolve("picocli-" + Files.size(sources) + "-" + Runtime.version());
    if (Files.notExists(compiled)) {
      Path java = Trees.emptied(WORK.resolve("picocli-sources"));
      try (FileSystem zip = FileSystems.newFileSystem(sources)) {
        Trees.copyTree(zip.getPath("/"), java);
      }
      compilePicocli(java, compiled);
    }
    return compiled;
  }

  private static void compilePicocli(Path java, Path compiled) throws IOException {
    Path unfinished = Trees.emptied(WORK.resolve("picocli-unfinished"));
    tool(
        "javac",
        "-nowarn",
        "-proc:none",
        "-XDstringConcat=inline",
        "-d",
        unfinished,
        java.resolve("picocli/CommandLine.java"),
        java.resolve("picocli/AutoComplete.java"));
    Files.move(unfinished, compiled);
  }

  // Compiled here, by the JDK of the image: Maven's jar plugin packs none when Maven itself runs on
  // an older one.
  private static void describeModule() throws IOException {
    String requires =
        modules().stream().map(" requires %s;"::formatted).collect(Collectors.joining());
    Path source = Trees.emptied(WORK.resolve("module")).resolve("module-info.java");
    Files.writeString(source, "module %s {%s }".formatted(MODULE, requires));
    tool("javac", "-d", CLASSES, source);
  }

  private static void linkRuntime() throws IOException, InterruptedException {
    Path forms = Files.write(WORK.resolve("lambda-forms"), lambdaForms());
    // Not compressed: the runtime reads classes that are not in the archive straight from the
    // mapped file. Not stripped: --debug shows lines.
    tool(
        "jlink",
        "--module-path",
        MODULES,
        "--add-modules",
        MODULE,
        "--no-header-files",
        "--no-man-pages",
        "--generate-jli-classes=@" + forms,
        "--output",
        RUNTIME);
  }

  /**
   * The forms of method handles that the JDK's own start and a copy need. Whatever is missing in
   * the runtime, the JVM would make at each start: linking one C function takes it twenty.
   */
  private static Set<String> lambdaForms() throws IOException, InterruptedException {
    Pattern form = Pattern.compile("\\[(LF|SPECIES)_RESOLVE] [^(]*[^ (]");
    Set<String> forms = new TreeSet<>();
    Path jdk = Path.of(System.getProperty("java.home"));
    for (String line : Files.readAllLines(jdk.resolve("lib/classlist"))) {
      form.matcher(line).results().map(MatchResult::group).forEach(forms::add);
    }
    Path directory = Trees.emptied(WORK.resolve("training"));
    makeTree(directory.resolve("tree"));
    ProcessBuilder copy =
        new ProcessBuilder(
            jdk.resolve("bin/java").toString(),
            "-Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            CLASSES.toAbsolutePath().toString(),
            MAIN,
            "copy",
            "tree",
            "copied");
    for (String line : run(copy.directory(directory.toFile())).split("\n")) {
      form.matcher(line).results().map(MatchResult::group).forEach(forms::add);
    }
    return forms;
  }

  private static List<String> modules() {
    String found = tool("jdeps", "--print-module-deps", "--ignore-missing-deps", CLASSES);
    return List.of(found.strip().split(","));
  }

  private static void copyDocuments() throws IOException {
    Trees.copy(Path.of("LICENSE"), IMAGE.resolve("LICENSE"));
    Path pages = Trees.emptied(IMAGE.resolve("share/man/man1"));
    for (Path page : Trees.sorted(WORK.resolve("man"))) {
      Trees.copy(page, pages.resolve(page.getFileName()));
    }
  }

  private static void copyLauncher() throws IOException {
    Trees.copy(Path.of("src/image/haul.sh"), launcher());
    Files.setPosixFilePermissions(launcher(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path launcher() {
    return IMAGE.resolve("bin/haul").toAbsolutePath();
  }

  private static void makeCompletions() throws IOException {
    Path share = IMAGE.resolve("share");
    Trees.copy(WORK.resolve("haul.bash"), share.resolve("bash-completion/completions/haul"));
    Trees.copy(WORK.resolve("haul.zsh"), share.resolve("zsh/site-functions/_haul"));
    Trees.copy(WORK.resolve("haul.fish"), share.resolve("fish/vendor_completions.d/haul.fish"));
  }

  private static void makeArchive() throws IOException, InterruptedException {
    Files.createDirectories(ARCHIVE.getParent());
    Path list = WORK.resolve("classes.list");
    Files.write(list, train());
    List<Object> command = new ArrayList<>(jvmOptions());
    command.addAll(
        List.of(
            "-XX:SharedClassListFile=" + list,
            "-Xshare:dump",
            "-XX:+AOTClassLinking",
            "-m",
            MODULE + "/" + MAIN));
    java(command.toArray());
    if (Files.notExists(ARCHIVE)) {
      throw new Failure("no class-data archive was made");
    }
  }

  /**
   * The launcher's own options: an archive serves only a JVM that is started as the one that dumped
   * it.
   */
  private static List<String> jvmOptions() throws IOException {
    String script = Files.readString(Path.of("src/image/haul.sh"));
    return Stream.of(script.split("\\s+"))
        .filter(word -> word.startsWith("-XX:") || word.startsWith("--enable-"))
        .map(MakeImage::expanded)
        .toList();
  }

  private static String expanded(String option) {
    return option.replace("\"$home", IMAGE.toAbsolutePath().toString()).replace("\"", "");
  }

  private static List<String> train() throws IOException, InterruptedException {
    Path directory = Trees.emptied(WORK.resolve("training"));
    makeTree(directory.resolve("tree"));
    Set<String> plain = ownClasses();
    Map<String, Integer> marked = new TreeMap<>();
    for (List<String> arguments : TRAINING) {
      runOnce(directory, arguments);
      // One for each process: workers write theirs too.
      for (Path list : Trees.files(directory.resolve("lists"))) {
        sortIn(Files.readAllLines(list), plain, marked);
      }
    }
    List<String> lines = new ArrayList<>(plain);
    marked.forEach((line, count) -> lines.addAll(Collections.nCopies(count, line)));
    return lines;
  }

  /**
   * All of haul: a class that no training run happened to need would be parsed at each start that
   * does.
   */
  private static Set<String> ownClasses() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : Trees.files(CLASSES.resolve("dev/haul"))) {
      String name = CLASSES.relativize(file).toString();
      if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
        names.add(name.replace(".class", ""));
      }
    }
    return names;
  }

  /**
   * Lists of several runs are one list when their numbering is dropped and the lines that refer to
   * classes follow these. Of those there are as many as in the run that has most: two lambdas that
   * look the same are two, and each serves one place.
   */
  private static void sortIn(List<String> list, Set<String> plain, Map<String, Integer> marked) {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : list) {
      if (line.startsWith("@")) {
        counts.merge(line, 1, Integer::sum);
      } else if (!line.startsWith("#") && !line.contains(" source: ")) {
        plain.add(line.replaceFirst(" id: \\d+$", ""));
      }
    }
    counts.forEach((line, count) -> marked.merge(line, count, Math::max));
  }

  private static void runOnce(Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    Path lists = Trees.emptied(directory.resolve("lists")).toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(arguments);
    ProcessBuilder run = new ProcessBuilder(command).directory(directory.toFile());
    run.environment().put("HAUL_JAVA_OPTIONS", "-XX:DumpLoadedClassList=" + lists.resolve("%p"));
    run.environment().put("XDG_STATE_HOME", lists.resolveSibling("state").toString());
    run(run);
  }

  private static void makeTree(Path tree) throws IOException {
    for (int directory = 0; directory < 3; directory++) {
      Path child = Files.createDirectories(tree.resolve("directory" + directory));
      Files.writeString(child.resolve("file"), "content of " + child);
      Files.createSymbolicLink(child.resolve("link"), Path.of("file"));
      Files.createLink(child.resolve("same"), child.resolve("file"));
    }
  }

  private void packRelease() throws IOException, InterruptedException {
    String name = "haul-" + version + "-linux-x64.tar.gz";
    run(
        new ProcessBuilder(
            "tar",
            "--create",
            "--file",
            "dist/" + name,
            "--use-compress-program=gzip -n6",
            "--directory=dist",
            "--sort=name",
            "--format=gnu",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=u+w,go=rX",
            "--mtime=" + timestamp,
            "haul"));
  }

  private static void java(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(RUNTIME.resolve("bin/java").toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    run(new ProcessBuilder(command));
  }

  /** Runs it quietly; what it printed is shown when it fails. */
  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    int code = process.waitFor();
    if (code != 0) {
      throw new Failure(
          String.join(" ", builder.command()) + " ended with " + code + "\n" + output);
    }
    return output;
  }

  private static String tool(String name, Object... arguments) {
    ToolProvider tool =
        ToolProvider.findFirst(name).orElseThrow(() -> new Failure("this JDK has no " + name));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = tool.run(writer, writer, words);
    if (code != 0) {
      throw new Failure(name + " ended with " + code + "\n" + output);
    }
    return output.toString();
  }

  private static String baseName(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
  }

  /** Ends the build with a message. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }
}
