package dev.haul.cli;

import dev.haul.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run is, in a line that fits. What it says never goes backwards; of a whole it speaks
 * only when all directories have been read, for until then nobody knows it.
 */
final class ProgressText {
  /** What an entry weighs in bytes besides its data: about what can be copied in its time. */
  private static final long ENTRY = 64 << 10;

  private static final int BAR = 20;
  private static final String GAP = "  ";
  private static final Duration BEFORE_ETA = Duration.ofSeconds(3);

  private double shown;
  private double rate;
  private long lastBytes;
  private long lastMillis;

  /** The line for {@code width} columns. */
  String line(Progress now, int width) {
    measure(now);
    List<String> figures = figures(now);
    String whole = (now.complete() ? bar() : "") + String.join(GAP, figures);
    StringBuilder line = new StringBuilder(width);
    if (whole.length() < width) {
      line.append(whole);
    } else {
      figures.forEach(figure -> appendIfItFits(line, figure, width));
    }
    appendCurrent(line, now.current(), width);
    return line.toString();
  }

  private static void appendIfItFits(StringBuilder line, String figure, int width) {
    String gap = line.isEmpty() ? "" : GAP;
    if (line.length() + gap.length() + figure.length() < width) {
      line.append(gap).append(figure);
    }
  }

  private static double fraction(Progress now) {
    double found = (double) now.bytesFound() + (double) now.entriesFound() * ENTRY;
    double done = (double) now.bytesDone() + (double) now.entriesDone() * ENTRY;
    return found <= 0 ? 0 : Math.min(done / found, 1);
  }

  // The rate of the last seconds: what was before them says nothing about how long it will take.
  private void measure(Progress now) {
    long millis = now.elapsed().toMillis();
    if (millis <= lastMillis) {
      return;
    }
    double current = (now.bytesDone() - lastBytes) * 1000.0 / (millis - lastMillis);
    double weight = Math.min(1, (millis - lastMillis) / 2000.0);
    rate = lastMillis == 0 ? current : rate * (1 - weight) + current * weight;
    lastBytes = now.bytesDone();
    lastMillis = millis;
  }

  private String bar() {
    int full = (int) (shown * BAR);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
  }

  private List<String> figures(Progress now) {
    List<String> figures = new ArrayList<>();
    if (now.complete()) {
      shown = Math.max(shown, fraction(now));
      long bytesFound = Math.max(now.bytesFound(), now.bytesDone());
      figures.add((int) (shown * 100) + "%");
      figures.add(now.entriesDone() + " of " + now.entriesFound());
      figures.add(Amount.bytes(now.bytesDone()) + " of " + Amount.bytes(bytesFound));
    } else {
      figures.add(now.entriesDone() + " done");
      figures.add(Amount.bytes(now.bytesDone()));
    }
    figures.add(Amount.bytes((long) rate) + "/s");
    if (now.failures() > 0) {
      figures.add(now.failures() + " failed");
    }
    if (now.complete() && now.elapsed().compareTo(BEFORE_ETA) > 0 && shown > 0.02) {
      figures.add("ETA " + clock(now.elapsed().toMillis() * (1 - shown) / shown));
    }
    return figures;
  }

  private static String clock(double millis) {
    long seconds = (long) Math.ceil(millis / 1000);
    String rest = seconds % 60 < 10 ? "0" + seconds % 60 : "" + seconds % 60;
    return seconds / 60 + ":" + rest;
  }

  // The end of a path says more than its beginning.
  private static void appendCurrent(StringBuilder line, String current, int width) {
    String name = Visible.of(current);
    int room = width - line.length() - 3;
    if (name.isEmpty() || room < 10) {
      return;
    }
    line.append(GAP);
    line.append(name.length() <= room ? name : "..." + name.substring(name.length() - room + 3));
  }
}
