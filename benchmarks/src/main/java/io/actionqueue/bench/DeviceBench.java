package io.actionqueue.bench;

import picocli.CommandLine.Command;

/// The machine and its raw device alone.
@Command(
    name = "device",
    description = "Describes the machine and what its raw device gives.",
    mixinStandardHelpOptions = true)
final class DeviceBench extends Workplace {
  @Override
  void measure() {
    // The description is the measurement.
  }
}
