package dev.haul.cli;

import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.Move;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import java.util.List;
import java.util.Map;

/** What came of a run, in a line. */
final class Summary {
  private Summary() {}

  static String of(RunSummary summary, RunRequest request) {
    Counts counts = summary.counts();
    StringBuilder text = new StringBuilder();
    text.append(request.dryRun() ? "would " + request.verb() : done(summary, request.verb()));
    text.append(' ').append(amount(counts, request.verb()));
    append(text, counts.directories(), directories(counts.directories()));
    append(text, counts.symbolicLinks(), plural(counts.symbolicLinks(), "link"));
    append(text, counts.hardLinks(), plural(counts.hardLinks(), "hard link"));
    append(text, counts.specials(), plural(counts.specials(), "special file"));
    if (counts.files() > 0) {
      append(text, counts.renamed(), "in one step");
    }
    append(text, counts.skipped(), "skipped");
    append(
        text,
        counts.specialsSkipped(),
        plural(counts.specialsSkipped(), "special file") + " skipped");
    append(text, counts.failed(), "failed");
    text.append(" in ").append(Amount.seconds(summary.elapsed()));
    return summary.cancelled()
        ? text.append("; stopped before the end").toString()
        : text.toString();
  }

  // What is moved by copying is there twice until all of it is.
  private static String done(RunSummary summary, String verb) {
    boolean onlyCopied =
        summary.results().stream().anyMatch(Summary::isOnlyCopied)
            && summary.results().stream()
                .allMatch(result -> isOnlyCopied(result) || result.counts().made() == 0);
    return Verb.past(onlyCopied ? CopySpec.NAME : verb);
  }

  /** The sources of moves that have copied, but were ended before anything was deleted. */
  static List<String> onlyCopied(RunSummary summary) {
    return summary.results().stream()
        .filter(Summary::isOnlyCopied)
        .map(result -> result.operation().source().toString())
        .toList();
  }

  private static boolean isOnlyCopied(OperationResult result) {
    boolean ended =
        result instanceof OperationResult.Completed || result instanceof OperationResult.Skipped;
    Counts counts = result.counts();
    return result.operation() instanceof Move
        && !ended
        && counts.made() > 0
        && counts.renamed() == 0
        && counts.removed() == 0;
  }

  private static String amount(Counts counts, String verb) {
    // What is moved in one step is not looked into, and how much is deleted or
    // renamed is not looked up.
    if (counts.renamed() > 0 && counts.files() == 0) {
      return counted(counts.renamed(), "entry").replace("entrys", "entries");
    }
    if (verb.equals(AppendSpec.NAME) && counts.files() == 0) {
      return Amount.bytes(counts.bytes());
    }
    String files = counted(counts.files(), "file");
    return counts.bytes() == 0 && (verb.equals(DeleteSpec.NAME) || verb.equals(RenameSpec.NAME))
        ? files
        : files + " (" + Amount.bytes(counts.bytes()) + ")";
  }

  /** What would go, for a question. */
  static String contents(Counts counts) {
    StringBuilder text = new StringBuilder(counted(counts.files(), "file"));
    append(text, counts.directories(), directories(counts.directories()));
    append(text, counts.symbolicLinks(), plural(counts.symbolicLinks(), "link"));
    append(text, counts.specials(), plural(counts.specials(), "special file"));
    return text.append(" (").append(Amount.bytes(counts.bytes())).append(')').toString();
  }

  private static String directories(long count) {
    return count == 1 ? "directory" : "directories";
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private static String counted(long count, String noun) {
    return count + " " + plural(count, noun);
  }

  private static String plural(long count, String noun) {
    return count == 1 ? noun : noun + "s";
  }

  /** What the copies could not be given. */
  static String losses(Map<Attribute, Long> lost) {
    StringBuilder text = new StringBuilder();
    for (Attribute attribute : Attribute.values()) {
      Long times = lost.get(attribute);
      if (times != null) {
        text.append(text.isEmpty() ? "" : ", ").append(Amount.word(attribute));
        text.append(" of ").append(counted(times, "entry").replace("entrys", "entries"));
      }
    }
    return text.toString();
  }
}
