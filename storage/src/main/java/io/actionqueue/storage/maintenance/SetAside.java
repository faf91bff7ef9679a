package io.actionqueue.storage.maintenance;

import java.nio.file.Path;

/// Names of whole log files that a repair has put aside.
final class SetAside {
  static final String MARK = ".set-aside-";

  private SetAside() {}

  static Path nameFor(Path file, long epochMillis) {
    return file.resolveSibling(file.getFileName() + MARK + epochMillis);
  }
}
