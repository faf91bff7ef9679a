package io.actionqueue.storage.snapshot;

/// Ends the reading of a snapshot at its first fault. Carries no stack trace: damaged files are
/// expected, and the fault says where.
final class UnreadableSnapshot extends Exception {
  private static final long serialVersionUID = 1;

  private final transient SnapshotFault fault;

  UnreadableSnapshot(SnapshotFault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  static UnreadableSnapshot decode(long offset, String detail) {
    return new UnreadableSnapshot(
        new SnapshotFault.DecodeError(detail + " in the section at offset " + offset));
  }

  SnapshotFault fault() {
    return fault;
  }
}
