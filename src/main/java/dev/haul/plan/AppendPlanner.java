package dev.haul.plan;

import dev.haul.Append;
import dev.haul.AppendOptions;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.RecordFormat;
import dev.haul.fs.FileStat;
import dev.haul.fs.FileType;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the operands of an append command can be added to its target. Links are followed.
 */
public final class AppendPlanner {
  private final OperandLookup lookup;
  private final Location target;
  private final List<Refusal> refusals = new ArrayList<>();

  private AppendPlanner(OperandLookup lookup, Location target) {
    this.lookup = lookup;
    this.target = target;
  }

  /**
   * Plans to add the records of {@code sources}.
   *
   * @param sources none of them twice, if nothing is to be added twice
   */
  public static AppendPlan plan(
      List<Location> sources, Location target, RecordFormat records, AppendOptions options)
      throws IOException {
    List<Append> appends = new ArrayList<>();
    for (Location source : sources) {
      appends.add(new Append(source, target, records, options));
    }
    List<Location> all = new ArrayList<>(sources);
    all.add(target);
    Root.Kind kind = Roots.kindFor(all);
    try (OperandLookup lookup = new OperandLookup(kind)) {
      AppendPlanner planner = new AppendPlanner(lookup, target);
      planner.look(sources, options);
      return new AppendPlan(appends, planner.refusals);
    }
  }

  private void look(List<Location> sources, AppendOptions options) throws IOException {
    FileStat existing = lookup.follow(target);
    if (existing == null && !options.create()) {
      refuse(Kind.UNUSABLE, target, new NoSuchFileException(target.toString()));
      return;
    }
    for (Location source : sources) {
      try {
        look(source, existing);
      } catch (NoSuchFileException e) {
        refuse(Kind.MISSING_SOURCE, source, e);
      } catch (IOException e) {
        refuse(Kind.UNUSABLE, source, e);
      }
    }
  }

  private void look(Location source, @Nullable FileStat existing) throws IOException {
    FileStat found = lookup.follow(source);
    if (found == null) {
      throw new NoSuchFileException(source.toString());
    }
    if (found.type() == FileType.DIRECTORY) {
      refuse(Kind.UNUSABLE, source, null, "Is a directory");
    } else if (found.type() != FileType.REGULAR) {
      refuse(Kind.NOT_A_FILE, source, null, "is no regular file");
    } else if (existing != null && existing.identity().equals(found.identity())) {
      refuse(Kind.SAME_FILE, source, target, "they are the same file");
    }
  }

  private void refuse(Kind kind, Location operand, IOException error) {
    refuse(kind, operand, null, Failure.reasonOf(error));
  }

  private void refuse(Kind kind, Location operand, @Nullable Location to, String reason) {
    refusals.add(new Refusal(kind, operand.toString(), to == null ? null : to.toString(), reason));
  }
}
