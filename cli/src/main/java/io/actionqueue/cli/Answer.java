package io.actionqueue.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a command found or did. Only the form that is asked for is put together.
///
/// @param document for programs; keys in any order
/// @param text for people, line by line
record Answer(Supplier<Map<String, @Nullable Object>> document, Supplier<List<String>> text) {}
