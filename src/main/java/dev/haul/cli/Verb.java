package dev.haul.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The commands by name. */
final class Verb {
  static final List<String> NAMES =
      List.of(
          CopySpec.NAME,
          MoveSpec.NAME,
          DeleteSpec.NAME,
          RenameSpec.NAME,
          AppendSpec.NAME,
          DoctorSpec.NAME,
          HelpSpec.NAME);

  private Verb() {}

  /** The name itself if it is a command's, else nothing. */
  static String known(String name) {
    return NAMES.contains(name) ? name : "";
  }

  /** Whether it does something to files, as opposed to telling about haul. */
  static boolean isOperation(String name) {
    return !name.equals(DoctorSpec.NAME) && !name.equals(HelpSpec.NAME);
  }

  /** What a command says it has done. */
  static String past(String name) {
    return switch (name) {
      case CopySpec.NAME -> "copied";
      case MoveSpec.NAME -> "moved";
      case DeleteSpec.NAME -> "deleted";
      case RenameSpec.NAME -> "renamed";
      case AppendSpec.NAME -> "appended";
      default -> throw new IllegalArgumentException("does nothing: " + name);
    };
  }

  /** The command's options and operands; null when there is no such command. */
  static @Nullable CommandSpec spec(String name) {
    return switch (name) {
      case CopySpec.NAME -> CopySpec.create();
      case MoveSpec.NAME -> MoveSpec.create();
      case DeleteSpec.NAME -> DeleteSpec.create();
      case RenameSpec.NAME -> RenameSpec.create();
      case AppendSpec.NAME -> AppendSpec.create();
      case DoctorSpec.NAME -> DoctorSpec.create();
      case HelpSpec.NAME -> HelpSpec.create();
      default -> null;
    };
  }
}
