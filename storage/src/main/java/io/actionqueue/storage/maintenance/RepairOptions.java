package io.actionqueue.storage.maintenance;

/// What a repair may do beside cutting a damaged end.
///
/// @param gaps what to do about missing sequences
public record RepairOptions(Gaps gaps) {
  /// What to do about missing sequences (S-32).
  public enum Gaps {
    /// The repair is refused. The default.
    REFUSE,
    /// What is missing is given up: a snapshot stands in for it from then on.
    ACCEPT
  }

  /// Nothing but cutting a damaged end.
  public static RepairOptions defaults() {
    return new RepairOptions(Gaps.REFUSE);
  }

  /// Missing sequences may be given up too.
  public static RepairOptions acceptingGaps() {
    return new RepairOptions(Gaps.ACCEPT);
  }
}
