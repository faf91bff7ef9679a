package io.actionqueue.storage.snapshot;

/// Why a snapshot file cannot be used (spec 01 §8.7). A fault is no failure: recovery goes on
/// without the file where the log allows it.
public sealed interface SnapshotFault {
  /// The stable name of this kind of fault.
  String kind();

  /// A sentence for people.
  String message();

  /// The file could not be read, or is shorter than its header says.
  ///
  /// @param detail what happened
  record IoError(String detail) implements SnapshotFault {
    @Override
    public String kind() {
      return "IoError";
    }

    @Override
    public String message() {
      return "I/O error: " + detail;
    }
  }

  /// The header is cut or declares too much, or the content is not what the format says.
  ///
  /// @param detail what is wrong
  record DecodeError(String detail) implements SnapshotFault {
    @Override
    public String kind() {
      return "DecodeError";
    }

    @Override
    public String message() {
      return "decode error: " + detail;
    }
  }

  /// The content contradicts itself.
  ///
  /// @param violation the broken rule
  record MappingError(MappingViolation violation) implements SnapshotFault {
    @Override
    public String kind() {
      return "MappingError";
    }

    @Override
    public String message() {
      return "mapping error: " + violation.message() + " (" + violation.kind() + ")";
    }
  }

  /// Another version of the frame.
  ///
  /// @param expected the version that is read
  /// @param found the version in the file, unsigned 32 bits
  record IncompatibleVersion(int expected, long found) implements SnapshotFault {
    @Override
    public String kind() {
      return "IncompatibleVersion";
    }

    @Override
    public String message() {
      return "incompatible snapshot version: expected " + expected + ", found " + found;
    }
  }

  /// The bytes are not those that were written.
  ///
  /// @param expected the checksum in the header, unsigned 32 bits
  /// @param actual the checksum of the bytes, unsigned 32 bits
  record CrcMismatch(long expected, long actual) implements SnapshotFault {
    @Override
    public String kind() {
      return "CrcMismatch";
    }

    @Override
    public String message() {
      return "snapshot checksum mismatch: expected 0x%08x, actual 0x%08x"
          .formatted(expected, actual);
    }
  }
}
