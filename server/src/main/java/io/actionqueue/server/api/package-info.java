/// The routes: what is read from a request, what is asked of the engine, what is answered.
///
/// [ApiRoutes] is the table. Requests are read by [SubmissionReader], [Pagination], [ListQuery] and
/// [PathIds]; the engine is asked through [QueueReads] and [QueueControl], which wait for
/// durability; answers are the records of `io.actionqueue.client.wire`, made by [WireViews]. No
/// rule of the domain lives here.
@NullMarked
package io.actionqueue.server.api;

import org.jspecify.annotations.NullMarked;
