/// The command line of ActionQueue: one class per command.
///
/// [Main] runs [CommandTree], which parses by picocli under the rules of spec 04 §10.1. A command
/// gets its [Surroundings][io.actionqueue.cli.terminal.Surroundings], finds its queue by
/// [QueueFinder][io.actionqueue.cli.queue.QueueFinder] and gives an [Answer]: a JSON document for
/// programs and text for people. What goes wrong is a
/// [CliFailure][io.actionqueue.cli.failure.CliFailure]: one line of JSON on stderr and an exit
/// code.
@NullMarked
package io.actionqueue.cli;

import org.jspecify.annotations.NullMarked;
