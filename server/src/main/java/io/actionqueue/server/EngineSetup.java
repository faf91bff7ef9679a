package io.actionqueue.server;

import io.actionqueue.ActionQueueOptions;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.nio.file.Path;

/// Turns the configuration into the engine's options, built-in actions included.
final class EngineSetup {
  private EngineSetup() {}

  static ActionQueueOptions options(
      DaemonConfig config, Path dataDir, DaemonEnvironment environment) {
    ActionQueueOptions options =
        ActionQueueOptions.at(dataDir)
            .durability(config.durability())
            .backoff(config.backoff())
            .dispatchConcurrency(config.number(ConfigKey.DISPATCH_CONCURRENCY))
            .leaseTimeoutSecs(config.number(ConfigKey.LEASE_TIMEOUT_SECS))
            .snapshotEventThreshold(config.snapshotEventThreshold())
            .retention(config.retention())
            .maxRunsPerSubmit(config.number(ConfigKey.MAX_RUNS_PER_SUBMIT))
            .maxTaskDepth(config.number(ConfigKey.MAX_TASK_DEPTH))
            .misfire(config.misfire())
            .submissionQueueCapacity(config.number(ConfigKey.SUBMISSION_QUEUE_CAPACITY))
            .maxInterruptions(config.number(ConfigKey.MAX_INTERRUPTIONS))
            .onUncertain(config.onUncertain())
            .interruptGrace(config.seconds(ConfigKey.INTERRUPT_GRACE_SECS))
            .abandonGrace(config.seconds(ConfigKey.ABANDON_GRACE_SECS));
    if (config.nativeSnapshots()) {
      options.nativeSnapshots();
    }
    BuiltInActions.register(options, config, environment);
    environment.handlers.forEach(options::handler);
    return options;
  }
}
