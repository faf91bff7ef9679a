package io.actionqueue.storage.recovery;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The unfinished last write of a log.
///
/// @param offset where it starts in the log
/// @param bytes its length
/// @param detail what exactly was found
/// @param copy where its bytes are kept; null if nothing was cut because the directory was only
///   looked at
public record TornEnd(long offset, long bytes, String detail, @Nullable Path copy) {}
