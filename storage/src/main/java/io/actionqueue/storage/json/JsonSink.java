package io.actionqueue.storage.json;

import java.io.IOException;

/// Where a writer puts its bytes: UTF-8, cut between characters only.
@FunctionalInterface
public interface JsonSink {
  /// Takes `length` bytes from `offset` on; the array is reused after the call.
  void write(byte[] source, int offset, int length) throws IOException;
}
