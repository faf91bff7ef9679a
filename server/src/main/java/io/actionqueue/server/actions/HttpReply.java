package io.actionqueue.server.actions;

import java.util.Map;

/// What came back, as the action's output keeps it.
///
/// @param status HTTP status
/// @param headers by name in lower case
/// @param body up to 64 KiB of it
record HttpReply(int status, Map<String, String> headers, String body) {
  /// The value of a header, empty without it.
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
