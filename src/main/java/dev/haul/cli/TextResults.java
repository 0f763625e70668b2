package dev.haul.cli;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.util.List;

/** For people: a line for each entry if they asked for it, nothing else. */
final class TextResults implements Results {
  private final Output out;
  private final boolean listing;
  private final boolean planned;

  /**
   * @param planned whether the entries are not done, but would be
   */
  TextResults(Output out, boolean listing, boolean planned) {
    this.out = out;
    this.listing = listing;
    this.planned = planned;
  }

  @Override
  public boolean wantsEntries() {
    return listing;
  }

  @Override
  public void entry(EntryEvent event) {
    String what = planned ? "would " + plan(event.action()) : done(event.action());
    String target = event.target();
    out.line(
        what
            + " '"
            + Visible.of(event.source())
            + (target == null ? "'" : "' -> '" + Visible.of(target) + "'"));
  }

  private static String done(Action action) {
    return switch (action) {
      case COPIED -> "copied";
      case REPLACED -> "replaced";
      case DIRECTORY -> "directory";
      case SYMBOLIC_LINK -> "link";
      case HARD_LINK -> "hard link";
      case SPECIAL -> "special file";
      case SKIPPED -> "skipped";
      case SPECIAL_SKIPPED -> "skipped special file";
      case DELETED -> "deleted";
      case DIRECTORY_DELETED -> "deleted directory";
      case MOVED -> "moved";
      case RENAMED -> "renamed";
      case APPENDED -> "appended";
    };
  }

  private static String plan(Action action) {
    return switch (action) {
      case COPIED -> "copy";
      case REPLACED -> "replace";
      case DIRECTORY -> "make directory";
      case SYMBOLIC_LINK -> "make link";
      case HARD_LINK -> "make hard link";
      case SPECIAL -> "make special file";
      case SKIPPED -> "skip";
      case SPECIAL_SKIPPED -> "skip special file";
      case DELETED -> "delete";
      case DIRECTORY_DELETED -> "delete directory";
      case MOVED -> "move";
      case RENAMED -> "rename";
      case APPENDED -> "append";
    };
  }

  @Override
  public void tick() {
    out.flush();
  }

  @Override
  public void refused(List<Refusal> refusals, ExitCode code) {}

  @Override
  public void end(RunSummary summary, ExitCode code) {
    out.flush();
  }
}
