package dev.haul.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One document, written as the run goes on: the entries, if they are wanted, come first, so that
 * they need not be kept.
 */
final class JsonDocument implements Results {
  private final JsonHead head;
  private final boolean listing;
  private final OutputStream out;
  private final JsonWriter writer;
  private final JsonGenerator json;

  JsonDocument(OutputStream out, JsonHead head, boolean listing) {
    this.head = head;
    this.listing = listing;
    this.out = out;
    this.writer = new JsonWriter(out);
    this.json = writer.generator();
    writer.write(this::begin);
  }

  private void begin() throws IOException {
    json.writeStartObject();
    JsonHead.schema(json);
    head.write(json);
    if (listing) {
      json.writeArrayFieldStart("entries");
    }
  }

  @Override
  public boolean wantsEntries() {
    return listing;
  }

  @Override
  public boolean wantsAllFailures() {
    return true;
  }

  @Override
  public void entry(EntryEvent event) {
    writer.object(() -> writer.entry(event));
  }

  @Override
  public void refused(List<Refusal> refusals, ExitCode code) {
    writer.write(() -> {
      endEntries();
      json.writeBooleanField("refused", true);
      json.writeNumberField("exitCode", code.number());
      json.writeArrayFieldStart("failures");
      for (Refusal refusal : refusals) {
        json.writeStartObject();
        writer.refusal(refusal);
        json.writeEndObject();
      }
      end();
    });
  }

  @Override
  public void end(RunSummary summary, ExitCode code) {
    writer.write(() -> {
      endEntries();
      json.writeBooleanField("refused", false);
      writer.summary(summary, code);
      results(summary.results());
      json.writeArrayFieldStart("failures");
      for (Failure failure : summary.failures()) {
        json.writeStartObject();
        writer.failure(failure);
        json.writeEndObject();
      }
      end();
    });
  }

  private void results(List<OperationResult> results) throws IOException {
    json.writeArrayFieldStart("results");
    for (OperationResult result : results) {
      json.writeStartObject();
      writer.result(result);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void endEntries() throws IOException {
    if (listing) {
      json.writeEndArray();
    }
  }

  private void end() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
    out.write('\n');
  }
}
