package io.actionqueue.storage.maintenance;

import java.nio.file.Path;

/// A directory that ActionQueue 0.1.2 opens.
///
/// @param directory where it is
/// @param form `log` if the whole history is there, `snapshot` if only the state is
/// @param sequence the last event that it contains, unsigned
/// @param events how many records were written; 0 for a snapshot
/// @param bytes of the log or the snapshot
public record ExportReport(Path directory, String form, long sequence, long events, long bytes) {}
