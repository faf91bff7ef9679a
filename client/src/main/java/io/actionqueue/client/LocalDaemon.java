package io.actionqueue.client;

import io.actionqueue.client.wire.DaemonInfo;
import io.actionqueue.client.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A daemon on this machine, found by its data directory (S-17).
///
/// @param info what its file says; the process may be gone
/// @param token its local token, null if the caller may not read it or there is none
public record LocalDaemon(DaemonInfo info, @Nullable String token) {
  /// Name of the file that says where the daemon answers.
  public static final String INFO_FILE = "daemon.json";

  /// Name of the file that holds the local token.
  public static final String TOKEN_FILE = "token";

  /// The daemon that wrote its address into a data directory, if one did and its process lives.
  /// Changes nothing.
  ///
  /// @throws ClientException.Unintelligible if the file is not what a daemon writes
  public static Optional<LocalDaemon> find(Path dataDirectory) {
    byte[] json = read(dataDirectory.resolve(INFO_FILE));
    if (json == null) {
      return Optional.empty();
    }
    DaemonInfo info;
    try {
      info = WireJson.read(json, DaemonInfo.class);
    } catch (JacksonException e) {
      throw new ClientException.Unintelligible(
          dataDirectory.resolve(INFO_FILE) + " is not what a daemon writes", e);
    }
    if (ProcessHandle.of(info.pid()).isEmpty()) {
      return Optional.empty();
    }
    byte[] token = read(dataDirectory.resolve(TOKEN_FILE));
    return Optional.of(
        new LocalDaemon(
            info, token == null ? null : new String(token, StandardCharsets.UTF_8).strip()));
  }

  /// Options for a client of this daemon.
  public ClientOptions options() {
    return ClientOptions.at(URI.create(info.url())).token(token);
  }

  private static byte @Nullable [] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      if (file.endsWith(TOKEN_FILE)) {
        return null; // Another user's daemon: the caller may have a token of its own.
      }
      throw new ClientException.Unintelligible("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
