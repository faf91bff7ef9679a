/// What a command says when it cannot do its work: [FailureKind] decides the exit code,
/// [CliFailure] is the one line on stderr (spec 04 §10.2).
@NullMarked
package io.actionqueue.cli.failure;

import org.jspecify.annotations.NullMarked;
