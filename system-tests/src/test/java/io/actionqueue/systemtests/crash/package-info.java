/// Real processes killed with SIGKILL while they work: [CrashVictim] is the process,
/// `KillCrashTest` kills it and judges what it left.
@NullMarked
package io.actionqueue.systemtests.crash;

import org.jspecify.annotations.NullMarked;
