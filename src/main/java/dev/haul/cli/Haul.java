package dev.haul.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The command: from its words to its exit code. */
final class Haul {
  private final Surroundings surroundings;

  Haul(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  ExitCode run(String[] words) {
    ExitCode code;
    try {
      code = run(CommandParser.parse(words));
    } catch (UsageException e) {
      surroundings.err().line(e.explanation(Verb.known(CommandParser.verbIn(words))));
      code = ExitCode.USAGE;
    } catch (RuntimeException | Error e) {
      code = reportBug(e, List.of(words).contains("--debug"));
    }
    return code.merge(flush());
  }

  private ExitCode run(Arguments arguments) throws UsageException {
    if (arguments.has("--help")) {
      return HelpCommand.show(surroundings, arguments.verb());
    }
    return switch (arguments.verb()) {
      case CopySpec.NAME -> new CopyCommand(surroundings).run(arguments);
      case MoveSpec.NAME -> new MoveCommand(surroundings).run(arguments);
      case DeleteSpec.NAME -> new DeleteCommand(surroundings).run(arguments);
      case RenameSpec.NAME -> new RenameCommand(surroundings).run(arguments);
      case AppendSpec.NAME -> new AppendCommand(surroundings).run(arguments);
      case DoctorSpec.NAME -> new DoctorCommand(surroundings).run(arguments.operands());
      case HelpSpec.NAME -> HelpCommand.show(surroundings, arguments.operands());
      default ->
          arguments.has("--version")
              ? VersionCommand.show(surroundings)
              : HelpCommand.show(surroundings, "");
    };
  }

  private ExitCode reportBug(Throwable bug, boolean debug) {
    surroundings
        .err()
        .line("haul: internal error: " + bug + (debug ? "" : " (--debug shows where it is from)"));
    if (debug) {
      StringWriter trace = new StringWriter();
      bug.printStackTrace(new PrintWriter(trace, true));
      surroundings.err().print(trace.toString());
    }
    return ExitCode.FAILED;
  }

  /** A result that nobody can read is a failure, also if the work was done. */
  private ExitCode flush() {
    Output out = surroundings.out();
    out.flush();
    IOException error = out.error();
    if (error == null) {
      return ExitCode.DONE;
    }
    if (!out.isClosedPipe()) {
      surroundings.err().line("haul: cannot write to standard output: " + error.getMessage());
    }
    surroundings.err().flush();
    return ExitCode.FAILED;
  }
}
