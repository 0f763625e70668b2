package dev.haul.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What every JSON output begins with.
 *
 * @param engine what does the work
 * @param undoFile by which the run can be taken back; null if by none
 */
record JsonHead(String command, boolean dryRun, EngineChoice engine, @Nullable String undoFile) {
  private static final int SCHEMA = 1;

  static void schema(JsonGenerator json) throws IOException {
    json.writeNumberField("schema", SCHEMA);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("command", command);
    json.writeBooleanField("dryRun", dryRun);
    json.writeStringField("engine", engine.toString());
    json.writeNumberField("workers", engine.workers());
    if (undoFile != null) {
      json.writeStringField("undoFile", undoFile);
    }
  }

  static JsonHead of(RunRequest request, @Nullable String undoFile) {
    return new JsonHead(request.verb(), request.dryRun(), request.engine(), undoFile);
  }
}
