package io.actionqueue.cli;

import io.actionqueue.core.platform.Capability;

/// Capabilities from the command line.
final class CapabilityText {
  private CapabilityText() {}

  /// One that is built in, or one of the caller's own.
  static Capability parse(String text) {
    return Capability.BUILT_IN.stream()
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseGet(() -> new Capability.Custom(text));
  }
}
