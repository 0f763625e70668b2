package dev.haul.fault;

import dev.haul.ConflictPolicy;
import dev.haul.Copy;
import dev.haul.CopyOptions;
import dev.haul.Durability;
import dev.haul.Engine;
import dev.haul.EngineKind;
import dev.haul.EngineOptions;
import dev.haul.Engines;
import dev.haul.Location;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.testing.TreeComparer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a small tree again and again in one JVM, each time with another fault at another call;
 * started by {@link FaultTrialsTest} with the fault library in front of libc.
 *
 * <p>Arguments: an empty directory, the library, the scenario, and the faults: error numbers or
 * {@code short}, with a {@code +} behind it if it stays from then on.
 */
public final class FaultTrials {
  private static final int SHORT = -3;

  /** EIO and ENOSPC: what does not pass. */
  private static final Set<String> HEARD_AT_CLOSE = Set.of("5", "28", "5+", "28+");

  /** EBUSY: what passes. */
  private static final String PASSING = "16";

  /** What is copied onto what, and how. */
  enum Scenario {
    FRESH(false, ConflictPolicy.FAIL, Durability.NONE, EngineKind.DIRECT),
    REPLACE(true, ConflictPolicy.REPLACE, Durability.NONE, EngineKind.DIRECT),
    UPDATE(true, ConflictPolicy.UPDATE, Durability.NONE, EngineKind.THREADS),
    BACKUP(true, ConflictPolicy.BACKUP, Durability.NONE, EngineKind.DIRECT),
    DURABLE(true, ConflictPolicy.REPLACE, Durability.FULL, EngineKind.DIRECT),
    /** With a file that two threads move. */
    SHARED(false, ConflictPolicy.FAIL, Durability.NONE, EngineKind.THREADS),
    ASYNC(false, ConflictPolicy.FAIL, Durability.NONE, EngineKind.ASYNC),
    ASYNC_DURABLE(true, ConflictPolicy.REPLACE, Durability.FULL, EngineKind.ASYNC),
    /** What haul is to be told apart from: the old file goes before the new one is whole. */
    NAIVE(true, ConflictPolicy.REPLACE, Durability.NONE, EngineKind.DIRECT);

    final boolean overOld;
    final ConflictPolicy policy;
    final Durability durability;
    final EngineKind engine;

    Scenario(boolean overOld, ConflictPolicy policy, Durability durability, EngineKind engine) {
      this.overOld = overOld;
      this.policy = policy;
      this.durability = durability;
      this.engine = engine;
    }

    /** So many that one is idle when a file is to be shared. */
    int workers() {
      return this == SHARED ? 4 : 2;
    }

    CopyOptions options() {
      return CopyOptions.builder().ifExists(policy).durability(durability).build();
    }
  }

  private record Fault(String name, int kind, boolean lasting) {
    static Fault parse(String word) {
      boolean lasting = word.endsWith("+");
      String name = lasting ? word.substring(0, word.length() - 1) : word;
      return new Fault(word, name.equals("short") ? SHORT : Integer.parseInt(name), lasting);
    }
  }

  private final Path top;
  private final Path source;
  private final Path target;
  private final Scenario scenario;
  private final Injector injector;
  private final List<String> violations = new ArrayList<>();
  private long trials;
  private long delivered;

  private FaultTrials(Path top, Path library, Scenario scenario) {
    this.top = top.resolve("mutated");
    this.source = top.resolve("source");
    this.target = this.top.resolve("target");
    this.scenario = scenario;
    this.injector = new Injector(library);
  }

  /** Prints the figures and what was violated; exits with 1 if anything was. */
  public static void main(String[] args) throws IOException {
    FaultTrials trials =
        new FaultTrials(Path.of(args[0]), Path.of(args[1]), Scenario.valueOf(args[2]));
    FaultTree.makeSource(trials.source);
    if (trials.scenario == Scenario.SHARED) {
      FaultTree.addHuge(trials.source);
    }
    trials.run("warm-up", 0, 0, false); // so that classes and files of the JVM's are loaded
    for (String word : args[3].split(",", -1)) {
      trials.runAll(Fault.parse(word));
    }
    trials.violations.stream().limit(20).forEach(System.out::println);
    System.out.printf(
        "trials=%d delivered=%d violations=%d%n",
        trials.trials, trials.delivered, trials.violations.size());
    System.exit(trials.violations.isEmpty() ? 0 : 1);
  }

  private void runAll(Fault fault) throws IOException {
    int call = 1;
    while (run(fault.name(), call, fault.kind(), fault.lasting()) >= call) {
      call++;
    }
  }

  /** Runs once; how many calls there were. */
  private long run(String fault, int call, int kind, boolean lasting) throws IOException {
    prepare();
    String name = scenario + " " + fault + " at " + call;
    List<String> before = openFiles();
    injector.arm(top, call, kind, lasting);
    RunSummary summary = copy(scenario.options());
    long calls = injector.disarm();
    long faults = injector.delivered();
    if (faults > 0) {
      trials++;
      delivered += faults;
      name += " (" + injector.last() + ")";
    } else if (call > 0 && calls >= call && kind != SHORT) {
      violations.add(name + ": nothing was injected");
    }
    check(name, fault, summary, lasting);
    List<String> after = openFiles();
    if (after.size() > before.size()) {
      violations.add(name + ": left open: " + after);
    }
    return calls;
  }

  private void prepare() throws IOException {
    FaultTree.delete(top);
    Files.createDirectories(top);
    if (scenario.overOld) {
      FaultTree.makeOld(source, target);
    }
  }

  private RunSummary copy(CopyOptions options) throws IOException {
    if (scenario == Scenario.NAIVE) {
      return copyNaively();
    }
    try (Engine engine = Engines.open(scenario.engine, new EngineOptions(scenario.workers()))) {
      Copy copy = new Copy(Location.of(source), Location.of(target), options);
      return engine.run(List.of(copy), new ProgressListener() {});
    }
  }

  private RunSummary copyNaively() throws IOException {
    for (Map.Entry<String, Path> entry : FaultTree.entries(source).entrySet()) {
      if (Files.isRegularFile(entry.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.copy(
              entry.getValue(),
              target.resolve(entry.getKey()),
              StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          break;
        }
      }
    }
    return new RunSummary(
        List.of(), Map.of(), java.time.Duration.ZERO, List.of(), 0, List.of(), true);
  }

  private void check(String name, String fault, RunSummary summary, boolean lasting)
      throws IOException {
    for (Map.Entry<String, Path> entry : FaultTree.entries(source).entrySet()) {
      if (!Files.isDirectory(entry.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        checkEntry(name, entry.getKey(), entry.getValue(), lasting);
      }
    }
    List<String> left = FaultTree.temporaries(top);
    boolean removalFailed = lasting || injector.last().equals("unlinkat");
    if (!left.isEmpty() && !removalFailed) {
      violations.add(name + ": left behind: " + left);
    }
    checkSummary(name, summary);
    if (summary.isComplete() && HEARD_AT_CLOSE.contains(fault) && injector.last().equals("close")) {
      violations.add(name + ": nobody heard of it");
    }
    if (fault.equals(PASSING) && scenario != Scenario.NAIVE) {
      checkPassed(name, summary);
    }
    if (scenario != Scenario.NAIVE) {
      checkSecondRun(name, !summary.lost().isEmpty());
    }
  }

  private void checkEntry(String name, String entry, Path original, boolean lasting)
      throws IOException {
    Path copy = target.resolve(entry);
    if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      if (scenario.overOld) {
        violations.add(name + ": " + entry + " is gone");
      }
    } else if (!FaultTree.isSame(copy, original) && !(scenario.overOld && FaultTree.isOld(copy))) {
      // In a directory of this run an unfinished file may stay when it cannot be removed either.
      boolean unfinished = !scenario.overOld && (lasting || injector.last().equals("unlinkat"));
      if (!unfinished) {
        violations.add(name + ": " + entry + " is neither old nor new");
      }
    }
  }

  private void checkSummary(String name, RunSummary summary) {
    if (!summary.isComplete()) {
      if (summary.failures().isEmpty() && scenario != Scenario.NAIVE) {
        violations.add(name + ": not complete, and nothing said why");
      }
      return;
    }
    List<String> differences =
        new ArrayList<>(TreeComparer.differences(source, target).stream().toList());
    differences.removeIf(difference -> difference.contains("~"));
    if (!differences.isEmpty() && summary.lost().isEmpty()) {
      violations.add(name + ": complete, but " + differences);
    }
  }

  /**
   * What was busy once is done all the same, in one way and one time. But after an fsync that has
   * failed, another one does not say that all is on the disk.
   */
  private void checkPassed(String name, RunSummary summary) throws IOException {
    boolean whole = summary.isComplete() || injector.last().equals("fsync");
    if (!whole || !summary.lost().isEmpty()) {
      violations.add(name + ": not tried again: " + summary.failures() + summary.lost());
    }
    Set<String> copies = FaultTree.entries(target).keySet();
    if (copies.stream().anyMatch(entry -> entry.contains(".~"))) {
      violations.add(name + ": more than one backup: " + copies);
    }
  }

  /**
   * Whatever happened, copying again what differs makes it whole.
   *
   * @param lossy whether the first run has said that attributes were lost: contents are equal then
   */
  private void checkSecondRun(String name, boolean lossy) throws IOException {
    RunSummary again =
        copy(CopyOptions.builder().ifExists(ConflictPolicy.UPDATE).retries(0).build());
    List<String> differences = new ArrayList<>(TreeComparer.differences(source, target));
    differences.removeIf(
        difference -> difference.contains("~") || (lossy && isOfAttribute(difference)));
    if (!again.isComplete() || !differences.isEmpty()) {
      violations.add(name + ": the second run: " + again.failures() + differences);
    }
    if (!FaultTree.temporaries(top).isEmpty()) {
      violations.add(name + ": the second run left " + FaultTree.temporaries(top));
    }
  }

  private static boolean isOfAttribute(String difference) {
    return Stream.of("mode", "uid", "gid", "hard links").anyMatch(difference::contains);
  }

  private static List<String> openFiles() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(FaultTrials::openFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String openFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  /** The functions that the library gives to its process. */
  private static final class Injector {
    private final MethodHandle arm;
    private final MethodHandle disarm;
    private final MethodHandle delivered;
    private final MethodHandle last;

    Injector(Path library) {
      SymbolLookup lookup = SymbolLookup.libraryLookup(library, Arena.global());
      FunctionDescriptor number = FunctionDescriptor.of(ValueLayout.JAVA_LONG);
      this.arm =
          handle(
              lookup,
              "haul_fault_arm",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG));
      this.disarm = handle(lookup, "haul_fault_disarm", number);
      this.delivered = handle(lookup, "haul_fault_delivered", number);
      this.last = handle(lookup, "haul_fault_last", FunctionDescriptor.of(ValueLayout.ADDRESS));
    }

    private static MethodHandle handle(
        SymbolLookup lookup, String name, FunctionDescriptor function) {
      return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), function);
    }

    void arm(Path directory, long call, long kind, boolean lasting) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment path = arena.allocateFrom(directory.toString());
        long ignored = (long) arm.invokeExact(path, call, kind, lasting ? 1L : 0L);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    long disarm() {
      return number(disarm);
    }

    long delivered() {
      return number(delivered);
    }

    private static long number(MethodHandle function) {
      try {
        return (long) function.invokeExact();
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    /** The call that got the last fault. */
    String last() {
      try {
        MemorySegment text = (MemorySegment) last.invokeExact();
        return text.reinterpret(64).getString(0);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }
}
