package io.actionqueue.client;

import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Durable events of a daemon as they come (spec 04 §13.2). Confined to one thread, but for
/// [#close()], which ends a wait from any thread.
public final class EventFeed implements AutoCloseable {
  private final InputStream body;
  private final BufferedReader lines;
  private boolean gap;
  private @Nullable String end;

  EventFeed(InputStream body) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /// Waits for the next event; empty when the daemon has ended the feed, see [#ended()].
  ///
  /// @throws ClientException.Unreachable if the connection broke, or the feed was closed
  /// @throws ClientException.Unintelligible if what came is no event
  public Optional<StreamedEvent> next() {
    try {
      Block block = end == null ? read() : null;
      while (block != null) {
        switch (block.type) {
          case "gap" -> gap = true;
          case "end" -> {
            end = WireJson.read(block.data(), StatusAnswer.class).status();
            return Optional.empty();
          }
          default -> {
            return Optional.of(WireJson.read(block.data(), StreamedEvent.class));
          }
        }
        block = read();
      }
      if (end == null) {
        throw new ClientException.Unreachable("the daemon went away", new IOException("end"));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ClientException.Unreachable("the stream of events broke: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new ClientException.Unintelligible("what came is no event", e);
    }
  }

  /// Whether events between the one asked for and the first one told are missing: read the state
  /// again. Known once [#next()] has returned.
  public boolean hasGap() {
    return gap;
  }

  /// Why the daemon ended the feed: `draining`, or `slow_consumer` when events were not taken fast
  /// enough; empty while it goes on.
  public Optional<String> ended() {
    return Optional.ofNullable(end);
  }

  /// One server-sent event; comments and other fields are passed over. Null at the end.
  private @Nullable Block read() throws IOException {
    String type = "message";
    var data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        type = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data.append(line, "data: ".length(), line.length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Block(type, data.toString());
      }
    }
    return null;
  }

  private record Block(String type, String text) {
    byte[] data() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Ends the feed.
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // Nobody reads it any more.
    }
  }
}
