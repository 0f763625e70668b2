package dev.haul.plan.rename;

import dev.haul.DirectoryRenames;
import dev.haul.Rename;
import dev.haul.RenameCycle;
import dev.haul.RenameStep;
import dev.haul.fs.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The single steps of a plan, so that a test can stop between any two of them. */
record Primitives(List<Move> moves) {
  /** One rename(2). */
  record Move(Path from, Path to) {
    void run() throws IOException {
      if (Files.exists(to)) {
        throw new AssertionError(to + " exists");
      }
      Files.move(from, to);
    }
  }

  static Primitives of(List<Rename> renames) {
    List<Move> moves = new ArrayList<>();
    for (Rename rename : renames) {
      List<Path> paths = new ArrayList<>();
      for (DirectoryRenames each : rename.directories()) {
        paths.add(
            each.name() == null
                ? rename.directory().toPath()
                : paths.get(each.parent()).resolve(each.name().toString()));
      }
      // Those that lie in others come behind them, so from the end all goes from the inside.
      for (int i = paths.size() - 1; i >= 0; i--) {
        add(rename.directories().get(i), paths.get(i), moves);
      }
    }
    return new Primitives(moves);
  }

  private static void add(DirectoryRenames directory, Path path, List<Move> moves) {
    for (RenameStep step : directory.steps()) {
      moves.add(move(path, step.from(), step.to()));
    }
    for (RenameCycle cycle : directory.cycles()) {
      List<RenameStep> steps = cycle.steps();
      moves.add(move(path, steps.getFirst().from(), cycle.parking()));
      for (RenameStep step : steps.subList(1, steps.size())) {
        moves.add(move(path, step.from(), step.to()));
      }
      moves.add(move(path, cycle.parking(), steps.getFirst().to()));
    }
  }

  private static Move move(Path directory, Name from, Name to) {
    return new Move(directory.resolve(from.toString()), directory.resolve(to.toString()));
  }

  int count() {
    return moves.size();
  }

  void runFirst(int count) throws IOException {
    for (Move move : moves.subList(0, count)) {
      move.run();
    }
  }
}
