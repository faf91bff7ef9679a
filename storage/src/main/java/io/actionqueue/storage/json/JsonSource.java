package io.actionqueue.storage.json;

import java.io.IOException;

/// Where a reader gets its bytes.
@FunctionalInterface
public interface JsonSource {
  /// Fills part of an array.
  ///
  /// @return number of bytes put at `offset`, at least 1; −1 at the end
  int read(byte[] target, int offset, int length) throws IOException;
}
