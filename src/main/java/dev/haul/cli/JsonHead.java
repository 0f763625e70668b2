package dev.haul.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What every JSON output begins with.
 *
 * @param workers at most
 */
record JsonHead(String command, boolean dryRun, int workers) {
  private static final int SCHEMA = 1;

  static void schema(JsonGenerator json) throws IOException {
    json.writeNumberField("schema", SCHEMA);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("command", command);
    json.writeBooleanField("dryRun", dryRun);
    json.writeStringField("engine", "threads");
    json.writeNumberField("workers", workers);
  }

  static JsonHead of(RunRequest request) {
    return new JsonHead(request.verb(), request.dryRun(), request.workers());
  }
}
