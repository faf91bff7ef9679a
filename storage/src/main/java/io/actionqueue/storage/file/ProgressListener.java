package io.actionqueue.storage.file;

/// Hears how far work on files has come, in bytes read and written. Called by whichever thread does
/// the work, and often: it must be quick and thread-safe.
public interface ProgressListener {
  /// Nobody.
  ProgressListener NONE =
      new ProgressListener() {
        @Override
        public void expect(long bytes) {}

        @Override
        public void advance(long bytes) {}
      };

  /// There is so much more to do: known before each part of the work, and an estimate where it
  /// depends on what is found.
  ///
  /// @param bytes to read and to write, 0 or more
  void expect(long bytes);

  /// So much more was done.
  ///
  /// @param bytes read or written, 0 or more
  void advance(long bytes);
}
