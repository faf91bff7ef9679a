/// Measurements of the log and the engine, each with the machine, the file system and the rate of
/// the raw device beside it. `build/bench --help` lists them; what was learned stands in
/// docs/performance.md.
@NullMarked
package io.actionqueue.bench;

import org.jspecify.annotations.NullMarked;
