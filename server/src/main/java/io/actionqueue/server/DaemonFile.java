package io.actionqueue.server;

import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.DaemonInfo;
import io.actionqueue.client.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `<data_dir>/daemon.json`: appears whole when the daemon serves, disappears when it stops.
final class DaemonFile {
  private final Path file;

  DaemonFile(Path dataDir) {
    this.file = dataDir.resolve(LocalDaemon.INFO_FILE);
  }

  void write(DaemonInfo info) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(draft, WireJson.write(info));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
