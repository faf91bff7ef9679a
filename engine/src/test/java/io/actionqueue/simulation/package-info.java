/// The whole engine on a simulated computer: [io.actionqueue.simulation.Story] plays what one seed
/// says, [io.actionqueue.simulation.Judge] follows every durable event and holds it against the
/// specification, and [io.actionqueue.simulation.EngineSimulation] runs many seeds.
@NullMarked
package io.actionqueue.simulation;

import org.jspecify.annotations.NullMarked;
