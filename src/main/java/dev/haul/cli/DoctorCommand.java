package dev.haul.cli;

import dev.haul.EngineOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code haul doctor}: what haul runs on, where settings are from, what file systems can do. */
final class DoctorCommand {
  private static final List<String> LOST_WITHOUT_SYSTEM_CALLS =
      List.of(
          "access control lists, capabilities and all but user.* attributes are not copied",
          "FIFOs, sockets and devices cannot be made",
          "holes are guessed, data is never shared",
          "a race with somebody who swaps directories is short, not impossible");

  private final Surroundings surroundings;
  private final Output out;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.out();
  }

  ExitCode run(List<String> directories) throws UsageException {
    showRuntime();
    showSettings(Settings.of(surroundings));
    ExitCode code = ExitCode.DONE;
    for (String directory : directories) {
      code = code.merge(showFileSystem(directory));
    }
    return code;
  }

  private void showRuntime() {
    out.line("haul " + Installation.VERSION);
    item("java", Installation.java());
    item("runtime", Visible.of(System.getProperty("java.home", "unknown")));
    item("system", Installation.system());
    item("processors", Integer.toString(EngineOptions.defaults().workers()));
    item("engines", "threads, processes, async");
    String archive = Installation.archive();
    item("class archive", archive == null ? "not in use: starts take longer" : archive);
    boolean direct = Installation.usesSystemCalls();
    item("files", direct ? "by system calls" : "by java.nio, so that");
    if (!direct) {
      LOST_WITHOUT_SYSTEM_CALLS.forEach(loss -> item("", loss));
    }
  }

  private void showSettings(Settings settings) {
    out.line("settings");
    for (Setting setting : Setting.values()) {
      Choice choice = settings.find(setting);
      item(
          setting.key(),
          choice == null
              ? setting.byDefault() + "  (default)"
              : Visible.of(choice.value()) + "  (" + choice.origin() + ")");
    }
    String file = settings.file().place();
    item("file", file.isEmpty() ? "none, as HOME is not set" : Visible.of(file));
    for (String variable : settings.unknownVariables()) {
      item("unknown", Visible.of(variable) + " is set, and means nothing to haul");
    }
  }

  private ExitCode showFileSystem(String directory) {
    out.line(Visible.of(directory));
    FileSystemProbe probe = new FileSystemProbe(directory);
    String error = probe.run();
    probe.findings().forEach(finding -> item(finding.what(), finding.how()));
    if (error == null) {
      return ExitCode.DONE;
    }
    out.flush();
    surroundings
        .err()
        .line("haul doctor: cannot try '" + Visible.of(directory) + "': " + Visible.of(error));
    return ExitCode.FAILED;
  }

  private void item(String name, @Nullable String value) {
    out.line("  " + name + " ".repeat(Math.max(22 - name.length(), 1)) + value);
  }
}
