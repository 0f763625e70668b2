package dev.haul.plan;

import dev.haul.Copy;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Move;
import dev.haul.MoveOptions;
import dev.haul.fs.FileType;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what each source of a move command becomes: what it would as a copy, if it has a name.
 */
public final class MovePlanner {
  private MovePlanner() {}

  /** Plans the moves of {@code sources}, of which there is at least one. */
  public static MovePlan plan(
      List<Location> sources, Location target, TargetRule rule, MoveOptions options)
      throws IOException {
    List<Refusal> refusals = new ArrayList<>();
    for (Location source : sources) {
      if (source.name() == null) {
        refusals.add(refusal(Kind.PROTECTED, source, "'/', '.' and '..' are never moved"));
      } else if (source.endsWithSlash() && isLink(source)) {
        refusals.add(refusal(Kind.UNUSABLE, source, "is a link: to move it, leave the slash away"));
      }
    }
    if (!refusals.isEmpty()) {
      return new MovePlan(List.of(), refusals);
    }
    CopyPlan plan = CopyPlanner.plan(sources, target, rule, options.copyOptions(Durability.NONE));
    List<Move> moves = new ArrayList<>();
    for (Copy copy : plan.copies()) {
      moves.add(new Move(copy.source(), copy.target(), options));
    }
    return new MovePlan(moves, plan.refusals());
  }

  private static boolean isLink(Location source) {
    try (OperandLookup lookup = new OperandLookup(Roots.kindFor(List.of(source)))) {
      return lookup.entry(source).type() == FileType.SYMBOLIC_LINK;
    } catch (IOException e) {
      return false; // what is wrong with it is found again, and told, when it is planned
    }
  }

  private static Refusal refusal(Kind kind, Location source, String reason) {
    return new Refusal(kind, source.toString(), null, reason);
  }
}
