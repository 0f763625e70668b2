package dev.haul.engine;

import dev.haul.task.TaskReport;

/** Where reports go besides being counted; called without any lock, by the worker's thread. */
@FunctionalInterface
interface ReportSink {
  ReportSink NONE = report -> {};

  void accept(TaskReport report);
}
