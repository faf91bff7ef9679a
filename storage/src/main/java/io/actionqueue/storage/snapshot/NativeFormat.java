package io.actionqueue.storage.snapshot;

import io.actionqueue.core.state.StateImage;

/// The numbers of the native snapshot format. Bytes: docs/format/snapshot-native.md.
///
/// ```text
///  section:  | 7 | length | crc |  index  kind  count  { length  record } × count  |
///             \_ header of 12 bytes, 32 bits each, little-endian; crc over what follows
///  file:     HEAD  TASKS…  DEPENDENCIES…  RUNS…  …  LEDGER…  EXTENSIONS…  END
/// ```
final class NativeFormat {
  /// The version in the header of every section: no log and no v8 snapshot has it.
  static final int FRAME_VERSION = 7;

  /// The format of the records, in the HEAD.
  static final int FORMAT = 2;

  /// Bytes before the payload of a section.
  static final int HEADER_BYTES = 12;

  /// A section is closed once it is this long: large enough for a disk, small enough for a cache.
  static final int SECTION_BYTES = 1 << 18;

  /// The longest section that is read or written: room for the longest record.
  static final int MAX_SECTION_BYTES = 1 << 29;

  private NativeFormat() {}

  /// What the HEAD says.
  ///
  /// @param sequence the last event contained, unsigned
  /// @param capturedAtMillis wall clock when it was written
  /// @param tasks how many tasks will follow
  /// @param runs how many runs will follow
  /// @param engine pause and resume
  record Head(
      long sequence, long capturedAtMillis, long tasks, long runs, StateImage.Engine engine) {}
}
