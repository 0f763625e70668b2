package dev.haul.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.haul.Attribute;
import dev.haul.Counts;
import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.Location;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.WorkerSummary;
import dev.haul.plan.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of the API as JSON in pure ASCII: a byte of a name that is not UTF-8 is the
 * lone surrogate that stands for it, escaped, and so survives.
 *
 * <p>An {@link Output} keeps its errors to itself, so those that remain are mistakes of ours.
 */
final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator json;

  JsonWriter(OutputStream out) {
    try {
      json = FACTORY.createGenerator(out);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that is written, one field after the other. */
  interface Content {
    void write() throws IOException;
  }

  void object(Content content) {
    write(() -> {
      json.writeStartObject();
      content.write();
      json.writeEndObject();
    });
  }

  void write(Content content) {
    try {
      content.write();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonGenerator generator() {
    return json;
  }

  void entry(EntryEvent event) throws IOException {
    json.writeStringField("action", Amount.word(event.action()));
    paths(event.source(), event.target());
    json.writeNumberField("bytes", event.bytes());
  }

  void failure(Failure failure) throws IOException {
    json.writeStringField("kind", Amount.word(failure.kind()));
    paths(failure.source(), failure.target());
    json.writeStringField("reason", failure.reason());
  }

  void refusal(Refusal refusal) throws IOException {
    json.writeStringField("kind", Amount.word(refusal.kind()));
    paths(refusal.source(), refusal.target());
    json.writeStringField("reason", refusal.reason());
  }

  private void paths(String source, @Nullable String target) throws IOException {
    json.writeStringField("source", source);
    if (target != null) {
      json.writeStringField("target", target);
    }
  }

  void result(OperationResult result) throws IOException {
    json.writeStringField("status", status(result));
    Location target = result.operation().target();
    paths(result.operation().source().toString(), target == null ? null : target.toString());
    counts(result.counts());
  }

  private static String status(OperationResult result) {
    return switch (result) {
      case OperationResult.Completed completed -> "completed";
      case OperationResult.Skipped skipped -> "skipped";
      case OperationResult.Failed failed -> "failed";
      case OperationResult.Cancelled cancelled -> "cancelled";
    };
  }

  void summary(RunSummary summary, ExitCode code) throws IOException {
    json.writeBooleanField("cancelled", summary.cancelled());
    json.writeNumberField("exitCode", code.number());
    json.writeNumberField("elapsedSeconds", seconds(summary.elapsed()));
    counts(summary.counts());
    json.writeObjectFieldStart("lost");
    for (Attribute attribute : Attribute.values()) {
      Long times = summary.lost().get(attribute);
      if (times != null) {
        json.writeNumberField(Amount.word(attribute), times);
      }
    }
    json.writeEndObject();
    if (summary.channelBytes() > 0) {
      json.writeNumberField("channelBytes", summary.channelBytes());
    }
    if (!summary.notes().isEmpty()) {
      json.writeArrayFieldStart("notes");
      for (String note : summary.notes()) {
        json.writeString(note);
      }
      json.writeEndArray();
    }
    if (!summary.workers().isEmpty()) {
      workers(summary.workers());
    }
  }

  private void workers(List<WorkerSummary> workers) throws IOException {
    json.writeArrayFieldStart("workerProcesses");
    for (WorkerSummary worker : workers) {
      json.writeStartObject();
      json.writeNumberField("number", worker.number());
      json.writeNumberField("tasks", worker.tasks());
      json.writeNumberField("files", worker.files());
      json.writeNumberField("bytes", worker.bytes());
      json.writeNumberField("restarts", worker.restarts());
      json.writeNumberField("renewals", worker.renewals());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static double seconds(Duration elapsed) {
    return elapsed.toNanos() / 1e9;
  }

  private void counts(Counts counts) throws IOException {
    json.writeObjectFieldStart("counts");
    json.writeNumberField("files", counts.files());
    json.writeNumberField("bytes", counts.bytes());
    json.writeNumberField("directories", counts.directories());
    json.writeNumberField("symbolicLinks", counts.symbolicLinks());
    json.writeNumberField("hardLinks", counts.hardLinks());
    json.writeNumberField("specials", counts.specials());
    json.writeNumberField("skipped", counts.skipped());
    json.writeNumberField("specialsSkipped", counts.specialsSkipped());
    json.writeNumberField("renamed", counts.renamed());
    json.writeNumberField("removed", counts.removed());
    json.writeNumberField("failed", counts.failed());
    json.writeEndObject();
  }
}
