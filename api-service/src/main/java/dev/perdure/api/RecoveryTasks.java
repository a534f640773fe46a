package dev.perdure.api;

import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.config.RecoveryConfig;
import dev.perdure.api.recovery.Eraser;
import dev.perdure.api.recovery.FileSweeper;
import dev.perdure.api.recovery.Periodic;
import dev.perdure.api.recovery.Reconciler;
import dev.perdure.api.recovery.Sweeper;
import dev.perdure.api.service.KillSwitch;
import dev.perdure.api.temporal.WorkflowErasure;
import dev.perdure.api.temporal.WorkflowLook;
import dev.perdure.store.Store;
import io.dropwizard.lifecycle.setup.LifecycleEnvironment;
import java.time.Duration;

/** What a server does again and again for what others left undone. */
final class RecoveryTasks {

  private RecoveryTasks() {}

  static void install(
      PerdureConfiguration configuration,
      Wiring wiring,
      LifecycleEnvironment lifecycle,
      KillSwitch killSwitch) {
    RecoveryConfig settings = configuration.recovery();
    Store store = wiring.store;
    lifecycle.manage(
        new Periodic(
            "sweeper",
            settings.sweepEvery(),
            new Sweeper(store.recovery(), wiring.asyncStarter, settings.sweepAgeDuration())));
    lifecycle.manage(new Periodic("kill switch", settings.sweepEvery(), killSwitch));
    lifecycle.manage(
        new Periodic(
            "reconciler",
            settings.reconcileEvery(),
            new Reconciler(
                store.recovery(),
                store.runs(),
                wiring.asyncStarter,
                wiring.redis.publisher(),
                new WorkflowLook(wiring.temporal),
                settings.reconcileEvery())));
    lifecycle.manage(
        new Periodic(
            "eraser",
            settings.eraseEvery(),
            new Eraser(
                store.erasures(),
                store.runs(),
                wiring.asyncStarter,
                wiring.redis.publisher(),
                wiring.redis.erasure(),
                wiring.files.upkeep(),
                new WorkflowErasure(wiring.temporal),
                comesToItsEnd(configuration))));
    lifecycle.manage(
        new Periodic(
            "file sweeper",
            configuration.workspace().sweepEvery(),
            new FileSweeper(wiring.files.upkeep())));
  }

  /** In which what was let in before has come to its end: requests, and starts of workflows. */
  private static Duration comesToItsEnd(PerdureConfiguration configuration) {
    return configuration.temporal().rpcDeadline().plus(Duration.ofSeconds(1));
  }
}
