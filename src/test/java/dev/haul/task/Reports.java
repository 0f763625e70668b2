package dev.haul.task;

/** Reports of tasks that only tests have run. */
public final class Reports {
  private Reports() {}

  public static TaskReport done() {
    return new TaskReport();
  }

  public static TaskReport ofFile(long bytes) {
    TaskReport report = new TaskReport();
    report.files++;
    report.bytes += bytes;
    report.linkable();
    return report;
  }

  public static TaskReport finishing(Task finish) {
    TaskReport report = new TaskReport();
    report.finish(finish);
    return report;
  }

  public static TaskReport leaving(Task rest) {
    TaskReport report = new TaskReport();
    report.rest(rest);
    return report;
  }

  public static TaskReport candidates(LinkCandidate... candidates) {
    TaskReport report = new TaskReport();
    for (LinkCandidate candidate : candidates) {
      report.candidate(candidate);
    }
    return report;
  }
}
