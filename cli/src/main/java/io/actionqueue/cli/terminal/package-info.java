/// What a command knows of the world around it ([Surroundings]) and how it speaks to people:
/// tables, colours, instants, progress, and JSON documents for programs.
///
/// Colours and progress are for terminals only; what a program reads is never coloured.
@NullMarked
package io.actionqueue.cli.terminal;

import org.jspecify.annotations.NullMarked;
