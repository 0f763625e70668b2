package dev.haul.cli;

import dev.haul.Failure;
import dev.haul.append.Appender;
import dev.haul.append.Recovery;
import dev.haul.plan.AppendPlan;
import dev.haul.plan.AppendPlanner;
import java.io.IOException;

/** {@code haul append}: plans it, runs it, tells what came of it. */
final class AppendCommand {
  private final Surroundings surroundings;

  AppendCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(Arguments arguments) throws UsageException {
    return run(AppendMapper.map(new Choices(arguments, Settings.of(surroundings))));
  }

  ExitCode run(AppendRequest request) {
    RunRequest run = request.run();
    Messages messages = Messages.of(request.presentation(), surroundings);
    try {
      if (request.recovers()) {
        return recover(request, messages);
      }
      if (request.sources().isEmpty()) {
        Results results = Results.of(run, surroundings.out());
        return new CommandRun(surroundings, run, messages, results)
            .run(new StreamAppend(request, surroundings.in()));
      }
      return append(request, messages);
    } catch (IOException e) {
      messages.error(
          (request.recovers() ? "cannot put in order '" : "cannot append to '")
              + Visible.of(request.target().toString())
              + "': "
              + Visible.of(Failure.reasonOf(e)));
      return ExitCode.FAILED;
    }
  }

  private ExitCode append(AppendRequest request, Messages messages) throws IOException {
    RunRequest run = request.run();
    AppendPlan plan =
        AppendPlanner.plan(
            request.sources(), request.target(), request.records(), request.options());
    Results results = Results.of(run, surroundings.out());
    if (plan.isRefused()) {
      return results.refuse(plan.refusals(), run.verb(), messages);
    }
    CommandRun commandRun = new CommandRun(surroundings, run, messages, results);
    return request.ordered()
        ? commandRun.runInOrder(plan.appends())
        : commandRun.run(plan.appends());
  }

  private ExitCode recover(AppendRequest request, Messages messages) throws IOException {
    Recovery recovery = Appender.recover(request.target(), request.options());
    String target = "'" + Visible.of(request.target().toString()) + "': ";
    String bytes = recovery.bytes() + " bytes at " + recovery.offset();
    switch (recovery.outcome()) {
      case NOTHING -> messages.note(target + "nothing had to be put in order");
      case WHOLE -> messages.note(target + "the last record is whole: " + bytes);
      case CUT -> messages.note(target + "cut off the beginning of a record: " + bytes);
      case LEFT -> {
        messages.error(
            target
                + "a writer was killed while it added a record at byte "
                + recovery.offset()
                + "; what is there is not known to be its alone, and stays");
        return ExitCode.FAILED;
      }
    }
    return ExitCode.DONE;
  }
}
