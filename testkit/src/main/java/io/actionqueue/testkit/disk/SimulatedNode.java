package io.actionqueue.testkit.disk;

/// What a name leads to.
sealed interface SimulatedNode permits SimulatedDirectory, SimulatedFile {}
