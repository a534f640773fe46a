package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.process.JobFolder;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each job as a Job of a cluster, in a pod that holds nothing and reaches nothing. */
public final class KubernetesBackend implements SandboxBackend {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesBackend.class);

  /** Below all that nodes give to whoever logs in, above those of their own services. */
  private static final long FIRST_USER = 10_000;

  private static final long PAST_LAST_USER = 60_000;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final KubernetesSettings settings;
  private final SandboxFolders folders;
  private final Supplier<KubernetesClient> connect;
  private volatile @Nullable KubernetesClient client;
  private volatile boolean held;

  /**
   * Does nothing yet.
   *
   * @param connect how the cluster is reached; asked once, by {@link #probe}
   */
  public KubernetesBackend(
      KubernetesSettings settings, SandboxFolders folders, Supplier<KubernetesClient> connect) {
    this.settings = settings;
    this.folders = folders;
    this.connect = connect;
  }

  @Override
  public String name() {
    return SandboxSettings.KUBERNETES;
  }

  @Override
  public Isolation isolation() {
    return settings.hasRuntimeClass() ? Isolation.MACHINE : Isolation.NAMESPACES;
  }

  @Override
  public Duration overhead() {
    return SandboxBackend.super.overhead().plus(settings.startTimeout()).plus(PodRun.AROUND);
  }

  @Override
  public synchronized SandboxProbe probe() {
    held = false;
    KubernetesClient cluster = client == null ? connect.get() : client;
    client = cluster;
    try {
      SandboxProbe found = whenItAnswers(cluster);
      held = found.works();
      return found;
    } catch (KubernetesClientException | UncheckedIOException e) {
      return SandboxProbe.absent("the cluster can't be asked: " + e.getMessage());
    } catch (PerdureException e) {
      return SandboxProbe.absent(e.error().message());
    }
  }

  /** A cluster that is away at the start is waited for as long as a pod would be. */
  private SandboxProbe whenItAnswers(KubernetesClient cluster) {
    long until = System.nanoTime() + settings.startTimeout().toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return look(cluster);
      } catch (KubernetesClientException e) {
        boolean mayPass = e.getCode() == 0 || e.getCode() == 429 || e.getCode() >= 500;
        if (!mayPass || System.nanoTime() + pause.toNanos() > until) {
          throw e;
        }
        LOG.warn("The cluster does not answer yet", e);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw PerdureException.cancelled();
      }
      pause = pause.multipliedBy(2);
    }
  }

  private SandboxProbe look(KubernetesClient cluster) {
    JobSpec spec = new JobSpec(settings, true);
    return new KubernetesProbe(cluster, settings)
        .look(job -> run(cluster, spec, job, SandboxListener.NONE, Cancellation.NEVER));
  }

  @Override
  public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
    KubernetesClient cluster = client;
    if (cluster == null || !held) {
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "There is no sandbox for " + job.language().wireName(), null);
    }
    return run(cluster, new JobSpec(settings, false), job, listener, cancellation);
  }

  private SandboxResult run(
      KubernetesClient cluster,
      JobSpec spec,
      SandboxJob job,
      SandboxListener listener,
      Cancellation cancellation) {
    cancellation.throwIfRequested();
    Stop stop = new Stop();
    try (JobFolder folder = folders.newJob();
        Cancellation.Registration _ = cancellation.onRequest(() -> stop.ask(Ending.STOPPED))) {
      return inPod(cluster, spec, job, listener, stop, folder);
    } catch (IOException | UncheckedIOException | KubernetesClientException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw PerdureException.cancelled();
      }
      // What a cluster says of itself is for its operator, not for models and those who ask them.
      LOG.warn("A sandbox of {} failed", job.orgId(), e);
      throw PerdureException.toolRetryable(
          "sandbox_failed", "The sandbox failed. Its operator can see why.", null, null);
    }
  }

  private SandboxResult inPod(
      KubernetesClient cluster,
      JobSpec spec,
      SandboxJob job,
      SandboxListener listener,
      Stop stop,
      JobFolder folder)
      throws IOException {
    String name = "perdure-sandbox-" + UUID.randomUUID();
    long user = ThreadLocalRandom.current().nextLong(FIRST_USER, PAST_LAST_USER);
    Optional<SandboxPod> started =
        SandboxPod.start(cluster, spec.of(job, name, user), settings.startTimeout(), stop);
    if (started.isEmpty()) {
      throw PerdureException.cancelled();
    }
    try (SandboxPod pod = started.get()) {
      return new PodRun(pod, job, listener, stop).run(folder);
    }
  }

  @Override
  public synchronized void close() {
    KubernetesClient open = client;
    if (open != null) {
      open.close();
    }
  }
}
