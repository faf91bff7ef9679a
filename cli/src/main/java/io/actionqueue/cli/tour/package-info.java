/// The tour for newcomers: real commands, a real daemon, real programs, and a real kill.
///
/// [Tour] tells the story, [Stage] prints commands as they would be typed and shows what they say,
/// [ChildDaemon] is the daemon that is started and killed. Whatever does not come out as promised
/// ends the tour as a failure.
@NullMarked
package io.actionqueue.cli.tour;

import org.jspecify.annotations.NullMarked;
