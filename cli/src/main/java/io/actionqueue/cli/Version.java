package io.actionqueue.cli;

import org.jspecify.annotations.Nullable;

/// Which version this is.
final class Version {
  private Version() {}

  static String line() {
    return "actionqueue " + number() + " (Java " + Runtime.version() + ")";
  }

  static String number() {
    @Nullable String fromManifest = Version.class.getPackage().getImplementationVersion();
    return fromManifest == null ? "of this source tree" : fromManifest;
  }
}
