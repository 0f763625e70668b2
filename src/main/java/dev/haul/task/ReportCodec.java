package dev.haul.task;

import dev.haul.Attribute;
import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.Failure;
import dev.haul.task.Outcome.Found;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a task, as bytes: what it counted, and what it found to do. */
public final class ReportCodec {
  private static final int MOST_ITEMS = 1 << 24;

  private final TaskCodec tasks;

  /**
   * @param tasks of the same connection
   */
  public ReportCodec(TaskCodec tasks) {
    this.tasks = tasks;
  }

  public void write(Outcome outcome, DataOutputStream out) throws IOException {
    out.writeInt(outcome.found().size());
    for (Found found : outcome.found()) {
      tasks.write(found.task(), out);
      Outcome known = found.outcome();
      out.writeBoolean(known != null);
      if (known != null) {
        write(known, out);
      }
    }
    write(outcome.report(), out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ProtocolException if it is anything else
   */
  public Outcome read(DataInputStream in) throws IOException {
    try {
      return read(in, 0);
    } catch (IllegalArgumentException e) {
      throw TaskCodec.malformed("a report", e);
    }
  }

  private Outcome read(DataInputStream in, int depth) throws IOException {
    if (depth > SubtreeRun.DEEPEST) {
      throw new ProtocolException("reports nested more than " + SubtreeRun.DEEPEST + " deep");
    }
    List<Found> found = new ArrayList<>();
    for (int left = readCount(in); left > 0; left--) {
      Task task = tasks.read(in);
      found.add(new Found(task, in.readBoolean() ? read(in, depth + 1) : null));
    }
    return new Outcome(readReport(in), found);
  }

  private void write(TaskReport report, DataOutputStream out) throws IOException {
    out.writeLong(report.files);
    out.writeLong(report.bytes);
    out.writeLong(report.directories);
    out.writeLong(report.symbolicLinks);
    out.writeLong(report.hardLinks);
    out.writeLong(report.specials);
    out.writeLong(report.skipped);
    out.writeLong(report.specialsSkipped);
    out.writeLong(report.renamed);
    out.writeLong(report.removed);
    out.writeBoolean(report.isLinkable());
    out.writeBoolean(report.isMarkedIncomplete());
    writeTask(report.rest(), out);
    writeTask(report.finish(), out);
    out.writeInt(report.failures().size());
    for (Failure failure : report.failures()) {
      write(failure, out);
    }
    out.writeInt(report.events().size());
    for (EntryEvent event : report.events()) {
      write(event, out);
    }
    out.writeInt(report.candidates().size());
    for (LinkCandidate candidate : report.candidates()) {
      write(candidate, out);
    }
    out.writeInt(report.lost().size());
    for (Map.Entry<Attribute, Long> lost : report.lost().entrySet()) {
      Enums.write(lost.getKey(), out);
      out.writeLong(lost.getValue());
    }
    out.writeInt(report.notes().size());
    for (String note : report.notes()) {
      Texts.write(note, out);
    }
  }

  private TaskReport readReport(DataInputStream in) throws IOException {
    TaskReport report = new TaskReport();
    report.files = in.readLong();
    report.bytes = in.readLong();
    report.directories = in.readLong();
    report.symbolicLinks = in.readLong();
    report.hardLinks = in.readLong();
    report.specials = in.readLong();
    report.skipped = in.readLong();
    report.specialsSkipped = in.readLong();
    report.renamed = in.readLong();
    report.removed = in.readLong();
    if (in.readBoolean()) {
      report.linkable();
    }
    if (in.readBoolean()) {
      report.incomplete();
    }
    if (in.readBoolean()) {
      report.rest(tasks.read(in));
    }
    if (in.readBoolean()) {
      report.finish(tasks.read(in));
    }
    for (int left = readCount(in); left > 0; left--) {
      report.failed(readFailure(in));
    }
    for (int left = readCount(in); left > 0; left--) {
      report.event(readEvent(in));
    }
    for (int left = readCount(in); left > 0; left--) {
      report.candidate(readCandidate(in));
    }
    for (int left = readCount(in); left > 0; left--) {
      report.lost(Enums.read(Attribute.values(), in), in.readLong());
    }
    for (int left = readCount(in); left > 0; left--) {
      report.note(Texts.read(in));
    }
    return report;
  }

  private void writeTask(@Nullable Task task, DataOutputStream out) throws IOException {
    out.writeBoolean(task != null);
    if (task != null) {
      tasks.write(task, out);
    }
  }

  // What was thrown stays where it was thrown; its words are in the reason.
  private static void write(Failure failure, DataOutputStream out) throws IOException {
    Enums.write(failure.kind(), out);
    Texts.write(failure.source(), out);
    Texts.writeNullable(failure.target(), out);
    Texts.write(failure.reason(), out);
  }

  private static Failure readFailure(DataInputStream in) throws IOException {
    return new Failure(
        Enums.read(Failure.Kind.values(), in),
        Texts.read(in),
        Texts.readNullable(in),
        Texts.read(in),
        null);
  }

  private static void write(EntryEvent event, DataOutputStream out) throws IOException {
    Enums.write(event.action(), out);
    Texts.write(event.source(), out);
    Texts.writeNullable(event.target(), out);
    out.writeLong(event.bytes());
  }

  private static EntryEvent readEvent(DataInputStream in) throws IOException {
    return new EntryEvent(
        Enums.read(Action.values(), in), Texts.read(in), Texts.readNullable(in), in.readLong());
  }

  private void write(LinkCandidate candidate, DataOutputStream out) throws IOException {
    Names.writeIdentity(candidate.identity(), out);
    out.writeInt(candidate.links());
    tasks.write(candidate.copy(), out);
  }

  private LinkCandidate readCandidate(DataInputStream in) throws IOException {
    return new LinkCandidate(Names.readIdentity(in), in.readInt(), tasks.readCopyEntry(in));
  }

  private static int readCount(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_ITEMS) {
      throw new ProtocolException(count + " of them");
    }
    return count;
  }
}
