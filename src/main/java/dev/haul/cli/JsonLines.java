package dev.haul.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haul.EntryEvent;
import dev.haul.Failure;
import dev.haul.OperationResult;
import dev.haul.RunSummary;
import dev.haul.plan.Refusal;
import java.util.List;

/** An event a line, as it happens. */
final class JsonLines implements Results {
  private final Output out;
  private final JsonHead head;
  private final JsonWriter writer;
  private final JsonGenerator json;

  JsonLines(Output out, JsonHead head) {
    this.out = out;
    this.head = head;
    this.writer = new JsonWriter(out);
    this.json = writer.generator();
    json.setRootValueSeparator(null);
  }

  private void event(String name, JsonWriter.Content content) {
    writer.object(() -> {
      JsonHead.schema(json);
      json.writeStringField("event", name);
      content.write();
    });
    out.write('\n');
  }

  @Override
  public boolean wantsEntries() {
    return true;
  }

  @Override
  public void entry(EntryEvent event) {
    event("entry", () -> writer.entry(event));
  }

  @Override
  public void failure(Failure failure) {
    event("failure", () -> writer.failure(failure));
  }

  @Override
  public void result(OperationResult result) {
    event("result", () -> writer.result(result));
  }

  @Override
  public void tick() {
    out.flush();
  }

  @Override
  public void refused(List<Refusal> refusals, ExitCode code) {
    for (Refusal refusal : refusals) {
      event("failure", () -> writer.refusal(refusal));
    }
    event(
        "summary",
        () -> {
          head.write(json);
          json.writeBooleanField("refused", true);
          json.writeNumberField("exitCode", code.number());
        });
  }

  @Override
  public void end(RunSummary summary, ExitCode code) {
    event(
        "summary",
        () -> {
          head.write(json);
          json.writeBooleanField("refused", false);
          writer.summary(summary, code);
        });
  }
}
