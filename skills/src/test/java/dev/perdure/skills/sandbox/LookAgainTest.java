package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was not there at the start. */
class LookAgainTest {

  /** A cluster that comes and goes. */
  private record Coming(AtomicBoolean there, AtomicInteger looks) implements SandboxBackend {

    @Override
    public String name() {
      return SandboxSettings.KUBERNETES;
    }

    @Override
    public Isolation isolation() {
      return Isolation.MACHINE;
    }

    @Override
    public SandboxProbe probe() {
      looks.incrementAndGet();
      return there.get()
          ? SandboxProbe.works(Set.of(Language.PYTHON), "there")
          : SandboxProbe.absent("away");
    }

    @Override
    public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
      return new SandboxResult(Ending.EXITED, 0, "42", "", List.of(), Duration.ofMillis(1));
    }
  }

  private static SandboxSettings settings() {
    KubernetesSettings cluster =
        new KubernetesSettings(
            "n", "i", "gvisor", null, "1", Duration.ofMillis(20), Map.of(), List.of(), null);
    return new SandboxSettings(SandboxSettings.KUBERNETES, SandboxLimits.DEFAULT, 1, 1, cluster);
  }

  @Test
  void takesAClusterThatComesLater() {
    Coming cluster = new Coming(new AtomicBoolean(), new AtomicInteger());
    try (Sandbox sandbox = new Sandbox(settings(), List.of(cluster), () -> {})) {
      assertThat(sandbox.status().works()).isFalse();
      cluster.there().set(true);
      await().until(() -> sandbox.languages().contains(Language.PYTHON));
      assertThat(sandbox.status().summary()).isEqualTo("kubernetes");
    }
  }

  @Test
  void looksNoMoreWhenItIsClosed() {
    Coming cluster = new Coming(new AtomicBoolean(), new AtomicInteger());
    Sandbox sandbox = new Sandbox(settings(), List.of(cluster), () -> {});
    await().until(() -> cluster.looks().get() > 1);
    sandbox.close();
    int looks = cluster.looks().get();
    await().during(Duration.ofMillis(500)).until(() -> cluster.looks().get() == looks);
  }
}
