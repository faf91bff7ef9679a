package io.actionqueue.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Processes of their own for what is not to be measured in this one, where other things ran before
/// it: nothing is compiled there, or only for what is measured.
final class OwnProcess {
  private OwnProcess() {}

  /// A process with the flags of this one that carries out one of [Main]'s commands; what it says
  /// about itself goes where this one's does.
  static ProcessBuilder of(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
