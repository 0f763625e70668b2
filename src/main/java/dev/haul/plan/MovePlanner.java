package dev.haul.plan;

import dev.haul.Copy;
import dev.haul.Durability;
import dev.haul.Location;
import dev.haul.Move;
import dev.haul.MoveOptions;
import dev.haul.fs.Directory;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.fs.Roots;
import dev.haul.plan.Refusal.Kind;
import dev.haul.task.MoveNotes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what each source of a move command becomes: what it would as a copy, if it has a name.
 *
 * <p>A source that is missing does not keep the others from being moved: it may be what the same
 * command has moved before it was interrupted.
 */
public final class MovePlanner {
  private final OperandLookup lookup;
  private final Root.Kind kind;
  private final Location target;
  private final MoveOptions options;
  private final List<Location> found = new ArrayList<>();
  private final List<Location> missing = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  private MovePlanner(OperandLookup lookup, Root.Kind kind, Location target, MoveOptions options) {
    this.lookup = lookup;
    this.kind = kind;
    this.target = target;
    this.options = options;
  }

  /** Plans the moves of {@code sources}, of which there is at least one. */
  public static MovePlan plan(
      List<Location> sources, Location target, TargetRule rule, MoveOptions options)
      throws IOException {
    List<Location> operands = new ArrayList<>(sources);
    operands.add(target);
    Root.Kind kind = Roots.kindFor(operands);
    try (OperandLookup lookup = new OperandLookup(kind)) {
      return new MovePlanner(lookup, kind, target, options).plan(sources, rule);
    }
  }

  private MovePlan plan(List<Location> sources, TargetRule asked) throws IOException {
    for (Location source : sources) {
      look(source);
    }
    TargetRule rule = rule(sources, asked);
    if (refusals.isEmpty() && !found.isEmpty()) {
      CopyPlan plan = CopyPlanner.plan(found, target, rule, options.copyOptions(Durability.NONE));
      refusals.addAll(plan.refusals());
      return new MovePlan(steps(moves(plan, rule)), refusals);
    }
    return new MovePlan(steps(moves(new CopyPlan(List.of(), List.of()), rule)), refusals);
  }

  private List<List<Move>> steps(List<Move> moves) {
    return moves.size() < 2 ? List.of(moves) : new MoveOrder(lookup).steps(moves);
  }

  private void look(Location source) {
    if (source.name() == null) {
      refuse(Kind.PROTECTED, source, "'/', '.' and '..' are never moved");
      return;
    }
    try {
      boolean link = lookup.entry(source).type() == FileType.SYMBOLIC_LINK;
      if (link && source.endsWithSlash()) {
        refuse(Kind.UNUSABLE, source, "is a link: to move it, leave the slash away");
      }
      found.add(source);
    } catch (NoSuchFileException e) {
      missing.add(source);
    } catch (IOException e) {
      found.add(source); // what is wrong with it is found again, and told, when it is planned
    }
  }

  private TargetRule rule(List<Location> sources, TargetRule asked) throws IOException {
    if (asked != TargetRule.AUTO) {
      return asked;
    }
    if (sources.size() > 1) {
      return TargetRule.DIRECTORY;
    }
    // A directory that is there may be what the same command was making.
    return goesOn(sources.get(0)) ? TargetRule.NAME : TargetRule.AUTO;
  }

  private boolean goesOn(Location source) throws IOException {
    Name name = target.name();
    Name sourceName = source.name();
    if (name == null || sourceName == null || lookup.directory(target) == null) {
      return false;
    }
    try (Directory parent = Roots.open(new Root(0, target.parent(), kind))) {
      return found.contains(source)
          ? MoveNotes.tellOf(parent, name, lookup.parentOf(source), sourceName)
          : MoveNotes.tellOfCopied(parent, name, lookup.parentOf(source), sourceName);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false; // there is nothing the source could be in
    }
  }

  private List<Move> moves(CopyPlan plan, TargetRule rule) throws IOException {
    List<Move> moves = new ArrayList<>();
    for (Copy copy : plan.copies()) {
      moves.add(new Move(copy.source(), copy.target(), options));
    }
    boolean into = rule != TargetRule.NAME && lookup.directory(target) != null;
    for (Location source : missing) {
      Name name = source.name();
      Location place = into && name != null ? target.resolve(name) : target;
      moves.add(new Move(source, place, options));
    }
    return moves;
  }

  private void refuse(Kind reason, Location source, String words) {
    refusals.add(new Refusal(reason, source.toString(), null, words));
  }
}
