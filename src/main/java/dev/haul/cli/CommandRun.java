package dev.haul.cli;

import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.Engine;
import dev.haul.Failure;
import dev.haul.Operation;
import dev.haul.ProgressListener;
import dev.haul.RunSummary;
import dev.haul.cli.Presentation.Verbosity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of the engine, and what is told of it. */
final class CommandRun {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final RunRequest request;
  private final Messages messages;
  private final Results results;
  private final FailureLog failures;
  private ExitCode known = ExitCode.DONE;

  CommandRun(Surroundings surroundings, RunRequest request, Messages messages, Results results) {
    this.surroundings = surroundings;
    this.request = request;
    this.messages = messages;
    this.results = results;
    this.failures = new FailureLog(messages, request);
  }

  /** What went wrong before the run, so that it cannot end better. */
  CommandRun after(ExitCode code) {
    known = code;
    return this;
  }

  /** What is done, and how it is stopped. */
  interface Job {
    RunSummary run(ProgressListener listener);

    /** Called by another thread. */
    void cancel();
  }

  /** Runs operations, all at once as far as the engine can. */
  ExitCode run(List<? extends Operation> operations) {
    return runInSteps(List.of(operations));
  }

  /** Runs operations one after the other. */
  ExitCode runInOrder(List<? extends Operation> operations) {
    return runInSteps(operations.stream().map(List::of).toList());
  }

  /** Runs the operations of one step at once, one step after the other. */
  ExitCode runInSteps(List<? extends List<? extends Operation>> steps) {
    try (Engine engine = request.engine().open()) {
      return run(new EngineJob(engine, steps));
    }
  }

  /** Operations: all of a step at once, one step after the other. */
  private static final class EngineJob implements Job {
    private final Engine engine;
    private final List<? extends List<? extends Operation>> steps;
    private volatile boolean cancelled;

    EngineJob(Engine engine, List<? extends List<? extends Operation>> steps) {
      this.engine = engine;
      this.steps = steps;
    }

    @Override
    public RunSummary run(ProgressListener listener) {
      RunSummary all = RunSummary.NOTHING;
      for (List<? extends Operation> step : steps) {
        if (cancelled) {
          return all.asCancelled();
        }
        all = all.then(engine.run(step, listener));
      }
      return all;
    }

    @Override
    public void cancel() {
      cancelled = true;
      engine.cancel();
    }
  }

  ExitCode run(Job job) {
    ProgressView progress = progress();
    RunSummary summary;
    ExitCode code;
    try (Interrupts interrupts = Interrupts.install(messages, job::cancel, patience())) {
      CommandListener listener =
          new CommandListener(
              results, failures, progress, surroundings.out(), job::cancel, request.failFast());
      summary = job.run(listener);
      code = interrupts.code().merge(known).merge(codeOf(summary, request.strict()));
    }
    progress.end();
    tell(summary);
    results.end(summary, code);
    return code;
  }

  // Records are whole whenever a writer ends.
  private @Nullable Duration patience() {
    return request.verb().equals(AppendSpec.NAME) ? PATIENCE : null;
  }

  private ProgressView progress() {
    Output err = surroundings.err();
    if (showsLine(err)) {
      boolean asked = request.presentation().progress() == When.ALWAYS;
      Duration pause = asked ? Duration.ZERO : ProgressLine.USUAL_PAUSE;
      ProgressLine line = new ProgressLine(err, pause, Terminal::width);
      messages.standAside(line);
      return line;
    }
    Presentation presentation = request.presentation();
    return presentation.isVerbose() && presentation.progress() == When.AUTO && !err.isTerminal()
        ? new ProgressLog(messages)
        : new ProgressView.None();
  }

  private boolean showsLine(Output err) {
    Presentation presentation = request.presentation();
    return switch (presentation.progress()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          presentation.verbosity() != Verbosity.QUIET
              && err.isTerminal()
              && !surroundings.variable("TERM").equals("dumb")
              && !(results.wantsEntries() && surroundings.out().isTerminal());
    };
  }

  private static ExitCode codeOf(RunSummary summary, boolean strict) {
    ExitCode code = strict && !summary.lost().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    for (Failure failure : summary.failures()) {
      code = code.merge(codeOf(failure.kind()));
    }
    return code;
  }

  private static ExitCode codeOf(Failure.Kind kind) {
    return switch (kind) {
      case CONFLICT -> ExitCode.CONFLICT;
      case VERIFICATION -> ExitCode.DIFFERENCE;
      case CHANGED, NOT_FOUND, ACCESS_DENIED, NO_SPACE, LOCKED, OTHER -> ExitCode.FAILED;
    };
  }

  private void tell(RunSummary summary) {
    failures.end();
    Presentation presentation = request.presentation();
    if (presentation.isQuiet()) {
      return;
    }
    warn(summary);
    summary.notes().forEach(messages::note);
    for (String source : Summary.onlyCopied(summary)) {
      messages.note(
          "nothing was removed from '" + Visible.of(source) + "': the same command again goes on");
    }
    if (presentation.isVerbose() || surroundings.err().isTerminal()) {
      messages.note(Summary.of(summary, request));
    }
  }

  private void warn(RunSummary summary) {
    Counts counts = summary.counts();
    if (counts.specialsSkipped() > 0) {
      messages.warning(
          "skipped FIFOs, sockets or devices: "
              + counts.specialsSkipped()
              + " (--special copies them)");
    }
    Map<Attribute, Long> lost = new EnumMap<>(Attribute.class);
    lost.putAll(summary.lost());
    if (!request.presentation().isVerbose() && !request.strict()) {
      lost.remove(Attribute.OWNER); // as everywhere: who is not root owns the copies
    }
    if (!lost.isEmpty()) {
      String losses = "could not be kept: " + Summary.losses(lost);
      if (request.strict()) {
        messages.error(losses);
      } else {
        messages.warning(losses);
      }
    }
  }
}
