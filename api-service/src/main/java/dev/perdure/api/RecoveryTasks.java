package dev.perdure.api;

import dev.perdure.api.config.RecoveryConfig;
import dev.perdure.api.recovery.Periodic;
import dev.perdure.api.recovery.Reconciler;
import dev.perdure.api.recovery.Sweeper;
import dev.perdure.api.service.KillSwitch;
import dev.perdure.api.temporal.WorkflowLook;
import dev.perdure.store.Store;
import io.dropwizard.lifecycle.setup.LifecycleEnvironment;

/** What a server does again and again for what others left undone. */
final class RecoveryTasks {

  private RecoveryTasks() {}

  static void install(
      RecoveryConfig settings,
      Wiring wiring,
      LifecycleEnvironment lifecycle,
      KillSwitch killSwitch) {
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
  }
}
