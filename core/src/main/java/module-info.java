import org.jspecify.annotations.NullMarked;

/// The domain of ActionQueue: values, commands, events, refusals, and the state that is folded from
/// the log. No I/O, no threads, no clock, no JSON, no logging: time, randomness and disk come in
/// through `io.actionqueue.core.port`.
@NullMarked
module io.actionqueue.core {
  requires static transitive org.jspecify;

  exports io.actionqueue.core;
  exports io.actionqueue.core.actor;
  exports io.actionqueue.core.budget;
  exports io.actionqueue.core.command;
  exports io.actionqueue.core.cron;
  exports io.actionqueue.core.event;
  exports io.actionqueue.core.id;
  exports io.actionqueue.core.platform;
  exports io.actionqueue.core.policy;
  exports io.actionqueue.core.port;
  exports io.actionqueue.core.run;
  exports io.actionqueue.core.schedule;
  exports io.actionqueue.core.state;
  exports io.actionqueue.core.subscription;
  exports io.actionqueue.core.task;
}
