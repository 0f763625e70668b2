package dev.haul;

import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints why a test did not run: Surefire only counts those. */
public final class SkippedTests implements TestExecutionListener {
  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    report(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      report(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  private static void report(TestIdentifier test, String reason) {
    String owner = test.getParentIdObject().map(SkippedTests::className).orElse("");
    System.out.println("skipped " + owner + test.getDisplayName() + ": " + reason);
  }

  private static String className(UniqueId parent) {
    return parent.getSegments().stream()
        .filter(segment -> segment.getType().equals("class"))
        .map(segment -> segment.getValue() + " ")
        .collect(Collectors.joining());
  }
}
