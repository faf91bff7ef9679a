package io.actionqueue.server.auth;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.server.http.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the file of further tokens: one a line, `NAME ROLE SHA256HEX`, where the role is `admin`,
/// `reader`, `worker` or `worker:ACTOR_ID`; empty lines and lines that begin with `#` say nothing.
public final class TokensFile {
  private static final String WORKER_AS = "worker:";

  private TokensFile() {}

  /// The entries of a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws IllegalArgumentException if a line has another form
  public static List<Tokens.Entry> read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllLines(file));
  }

  static List<Tokens.Entry> parse(String origin, List<String> lines) {
    var entries = new ArrayList<Tokens.Entry>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(origin + ":" + (i + 1), line));
      }
    }
    return entries;
  }

  private static Tokens.Entry entry(String place, String line) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 3 || !words[2].matches("[0-9A-Fa-f]{64}")) {
      throw new IllegalArgumentException(place + ": expected NAME ROLE SHA256HEX");
    }
    return new Tokens.Entry(caller(place, words[0], words[1]), words[2].toLowerCase(Locale.ROOT));
  }

  private static Caller caller(String place, String name, String role) {
    if (role.startsWith(WORKER_AS)) {
      try {
        return Caller.worker(name, ActorId.parse(role.substring(WORKER_AS.length())));
      } catch (InvalidValue _) {
        throw new IllegalArgumentException(place + ": no actor id in '" + role + "'");
      }
    }
    return switch (role) {
      case "admin" -> Caller.admin(name);
      case "reader" -> Caller.reader(name);
      case "worker" -> Caller.worker(name, null);
      default ->
          throw new IllegalArgumentException(
              place
                  + ": role must be admin, reader, worker or worker:ACTOR_ID, was '"
                  + role
                  + "'");
    };
  }
}
