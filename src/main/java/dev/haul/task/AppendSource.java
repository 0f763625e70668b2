package dev.haul.task;

import dev.haul.EntryEvent;
import dev.haul.EntryEvent.Action;
import dev.haul.Failure;
import dev.haul.Failure.Kind;
import dev.haul.append.AppendTransfer;
import dev.haul.append.Appenders;
import dev.haul.append.RecordPump;
import dev.haul.fs.DirectoryCache.Lease;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.Name;
import dev.haul.fs.SourceChangedException;
import dev.haul.fs.SourceFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * Adds what is left of a source to the end of its target.
 *
 * @param opened the file, once it was opened
 * @param begin up to where it has been added, in bytes
 * @param added how many bytes that made
 * @param size up to where it is read; less than zero before it was opened
 */
public record AppendSource(
    AppendJob job,
    DirectoryRef directory,
    Name name,
    @Nullable FileIdentity opened,
    long begin,
    long added,
    long size)
    implements Task {

  /** All of a source. */
  public static AppendSource all(AppendJob job, DirectoryRef directory, Name name) {
    return new AppendSource(job, directory, name, null, 0, 0, -1);
  }

  @Override
  public TaskReport run(TaskContext context) {
    TaskReport report = new TaskReport();
    try (Lease from = context.directories().lease(directory)) {
      SourceFile source = from.directory().openFile(name);
      report.whenMoved(from.again(), _ -> {});
      AppendTransfer transfer = transfer(context, source);
      context.irrevocable();
      context.mover().append(transfer, context.progress()::bytes, ended(context, report, transfer));
    } catch (IOException e) {
      report.failed(RecordPump.withProgress(failure(e), added));
    }
    return report;
  }

  private AppendTransfer transfer(TaskContext context, SourceFile source) throws IOException {
    try {
      if (opened != null && !opened.equals(source.stat().identity())) {
        throw new SourceChangedException(subject());
      }
      boolean later = context.mover().movesLater();
      AppendTransfer transfer =
          new AppendTransfer(
              source,
              target(context, source.stat().identity()),
              subject(),
              job.records(),
              begin,
              size,
              context::isCancelled,
              () -> !later && context.shouldYield());
      if (opened == null) {
        context.progress().foundBytes(transfer.size());
      }
      return transfer;
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private Appenders.Lease target(TaskContext context, FileIdentity source) throws IOException {
    Appenders.Lease lease = context.appenders().lease(job.target(), job.options());
    if (lease.appender().addsTo(source)) {
      lease.close();
      throw new FileSystemException(subject(), null, "they are the same file");
    }
    return lease;
  }

  private Mover.Outcome ended(TaskContext context, TaskReport report, AppendTransfer transfer) {
    return new Mover.Outcome() {
      @Override
      public void completed() {
        count(report, transfer);
        if (!close(report, transfer)) {
          return;
        }
        if (transfer.isAtEnd()) {
          report.files++;
          context.progress().done();
          tell(report);
        } else {
          report.rest(rest(transfer));
        }
      }

      @Override
      public void failed(IOException error) {
        count(report, transfer);
        close(report, transfer);
        Failure failure = failure(error);
        report.failed(RecordPump.withProgress(failure, added + report.bytes));
      }
    };
  }

  private static void count(TaskReport report, AppendTransfer transfer) {
    report.bytes += transfer.bytesAdded();
    transfer.target().notes().forEach(report::note);
  }

  private boolean close(TaskReport report, AppendTransfer transfer) {
    try {
      transfer.close();
      return true;
    } catch (IOException e) {
      report.failed(Failures.of(e, subject(), destination()));
      return false;
    }
  }

  private AppendSource rest(AppendTransfer transfer) {
    return new AppendSource(
        job,
        directory,
        name,
        transfer.source().stat().identity(),
        transfer.addedUpTo(),
        added + transfer.bytesAdded(),
        transfer.size());
  }

  private void tell(TaskReport report) {
    if (job.detailed()) {
      report.event(new EntryEvent(Action.APPENDED, subject(), destination(), added + report.bytes));
    }
  }

  // What is added is no copy that could be made again.
  private Failure failure(IOException error) {
    Failure failure = Failures.of(error, subject(), destination());
    return failure.kind() == Kind.CHANGED
        ? new Failure(
            Kind.CHANGED, subject(), destination(), "changed while it was read", failure.cause())
        : failure;
  }

  @Override
  public String whyNotAgain() {
    return "what it has added stays, at least " + added + " bytes, and nothing is added twice";
  }

  @Override
  public String subject() {
    return directory.pathOf(name);
  }

  @Override
  public String destination() {
    return job.target().toString();
  }
}
