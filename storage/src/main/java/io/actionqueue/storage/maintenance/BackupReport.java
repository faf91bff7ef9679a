package io.actionqueue.storage.maintenance;

import java.nio.file.Path;

/// A directory that was copied, to a backup or out of one.
///
/// @param directory the copy
/// @param sequence the last event that it contains, unsigned
/// @param digest of the copied files: SHA-256 of their content, the manifest not counted
/// @param files how many files it has, the manifest not counted
/// @param bytes their length together
/// @param seconds how long it took
public record BackupReport(
    Path directory, long sequence, String digest, int files, long bytes, double seconds) {}
