package dev.haul.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a document shows of a terminal: commands behind a prompt, each with the lines that it
 * prints.
 *
 * @param place where in the document it begins
 */
record ConsoleBlock(String place, List<Step> steps) {
  private static final String FENCE = "```";
  private static final String PROMPT = "$ ";

  /** In a document: what differs from run to run, or is too long to show, within its line. */
  private static final String ANYTHING = "…";

  /** A command and the lines it prints, which may hold {@link #ANYTHING}. */
  record Step(String command, List<String> output) {
    boolean isMetBy(List<String> printed) {
      return Pattern.matches(pattern(String.join("\n", output)), String.join("\n", printed));
    }

    private static String pattern(String text) {
      return Pattern.quote(text).replace(ANYTHING, "\\E[^\\n]*\\Q");
    }

    /** Whether the reader is shown the exit code of the command before. */
    boolean showsExitCode() {
      return command.equals("echo $?");
    }
  }

  /** The blocks of a Markdown document that are fenced as {@code console}. */
  static List<ConsoleBlock> in(String document, List<String> lines) {
    List<ConsoleBlock> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + "console")) {
        List<String> content = lines.subList(i + 1, end(lines, i + 1));
        blocks.add(new ConsoleBlock(document + ":" + (i + 1), steps(content)));
      }
    }
    return blocks;
  }

  private static int end(List<String> lines, int start) {
    int fence = lines.subList(start, lines.size()).indexOf(FENCE);
    if (fence < 0) {
      throw new IllegalArgumentException("no fence ends the block of line " + start);
    }
    return start + fence;
  }

  private static List<Step> steps(List<String> content) {
    List<Step> steps = new ArrayList<>();
    for (String line : content) {
      if (line.startsWith(PROMPT)) {
        steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
      } else if (steps.isEmpty()) {
        throw new IllegalArgumentException("not printed by any command: " + line);
      } else {
        steps.getLast().output().add(line);
      }
    }
    return steps;
  }

  @Override
  public String toString() {
    return place;
  }
}
