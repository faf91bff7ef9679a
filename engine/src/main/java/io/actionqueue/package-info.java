/// ActionQueue embedded: a durable task engine in one directory.
///
/// In call order: [ActionQueueOptions] says where and how, [ActionQueue#open(ActionQueueOptions)]
/// recovers what the directory holds and starts the engine, [TaskRequest] describes work,
/// [ActionQueue#submit(TaskRequest)] makes it durable, a [Handler] executes it and answers with an
/// [Outcome], [ActionQueue#explain] says why a run waits, [ActionQueue#close(java.time.Duration)]
/// ends gracefully.
@NullMarked
package io.actionqueue;

import org.jspecify.annotations.NullMarked;
