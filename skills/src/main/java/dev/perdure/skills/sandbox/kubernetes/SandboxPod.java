package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.error.PerdureException;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.TtyExecOutputErrorable;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pod of one job. Closed, its Job is deleted, whatever became of it. */
final class SandboxPod implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxPod.class);
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private final KubernetesClient client;
  private final Job job;
  private String pod = "";

  private SandboxPod(KubernetesClient client, Job job) {
    this.client = client;
    this.job = job;
  }

  /**
   * Asks for a job and waits for its pod.
   *
   * @return empty when it was stopped meanwhile
   */
  static Optional<SandboxPod> start(KubernetesClient client, Job job, Duration longest, Stop stop) {
    SandboxPod started = new SandboxPod(client, job);
    boolean ready = false;
    try {
      ready = started.start(longest, stop);
      return ready ? Optional.of(started) : Optional.empty();
    } finally {
      // Also after a failed request, which may have been heard.
      if (!ready) {
        started.close();
      }
    }
  }

  private boolean start(Duration longest, Stop stop) {
    client.batch().v1().jobs().inNamespace(namespace()).resource(job).create();
    CompletableFuture<List<Pod>> waiting =
        client
            .pods()
            .inNamespace(namespace())
            .withLabel(JobSpec.NAME_LABEL, name())
            .informOnCondition(pods -> pods.stream().anyMatch(PodState::isDecided));
    try {
      CompletableFuture<List<Pod>> inTime =
          waiting.copy().completeOnTimeout(List.of(), longest.toMillis(), TimeUnit.MILLISECONDS);
      Optional<List<Pod>> found = stop.await(inTime, longest.multipliedBy(2));
      found.ifPresent(this::take);
      return found.isPresent();
    } finally {
      waiting.cancel(true);
    }
  }

  /** Nothing was seen to hold before: rules may change at any time, and pods on their way. */
  private void take(List<Pod> pods) {
    Pod found =
        pods.stream().filter(PodState::isRunning).findFirst().orElseThrow(() -> notStarted(pods));
    Optional<String> problem =
        PodCheck.problem(job.getSpec().getTemplate().getSpec(), found.getSpec())
            .or(() -> NetworkPolicies.problem(policies(), found.getMetadata().getLabels()));
    if (problem.isPresent()) {
      LOG.error("The sandbox {} of {} is given no code: {}", name(), org(), problem.get());
      throw PerdureException.toolFinal(
          "sandbox_unavailable", "The cluster does not hold the sandbox as it must.", null);
    }
    pod = found.getMetadata().getName();
  }

  private List<NetworkPolicy> policies() {
    return client.network().v1().networkPolicies().inNamespace(namespace()).list().getItems();
  }

  private PerdureException notStarted(List<Pod> decided) {
    List<Pod> pods =
        decided.isEmpty()
            ? client
                .pods()
                .inNamespace(namespace())
                .withLabel(JobSpec.NAME_LABEL, name())
                .list()
                .getItems()
            : decided;
    LOG.warn(
        "The sandbox {} of {} did not start: {}",
        name(),
        org(),
        pods.isEmpty() ? "it has no pod" : pods.stream().map(PodState::description).toList());
    if (pods.stream().anyMatch(PodState::isHopeless)) {
      return PerdureException.toolFinal(
          "sandbox_unavailable", "The cluster can't start the sandbox.", null);
    }
    if (pods.stream().anyMatch(PodState::isOver)) {
      return PerdureException.toolRetryable(
          "sandbox_failed", "The cluster ended the sandbox at its start.", null, null);
    }
    return PerdureException.toolRetryable(
        "sandbox_busy",
        "The cluster did not start the sandbox in time. Try again shortly.",
        Duration.ofSeconds(10),
        null);
  }

  /**
   * Runs a command and waits for its end.
   *
   * @param in what it reads; it never sees its end, and hears what the command says of it
   * @return its exit code, -1 when that did not become known; empty when it was stopped
   */
  Optional<Integer> exec(
      List<String> command,
      @Nullable Bringing in,
      Consumer<InputStream> stdout,
      Consumer<InputStream> stderr,
      Stop stop,
      Duration longest) {
    var container =
        client
            .pods()
            .inNamespace(namespace())
            .withName(pod)
            .inContainer(JobSpec.CONTAINER)
            .withReadyWaitTimeout(0);
    TtyExecOutputErrorable execution = in == null ? container : container.redirectingInput();
    try (ExecWatch watch =
        execution.redirectingOutput().redirectingError().exec(command.toArray(String[]::new))) {
      if (in != null) {
        VIRTUAL.execute(() -> in.bring(watch.getInput()));
      }
      CompletableFuture<Void> said = draining(stdout, watch.getOutput());
      CompletableFuture<Void> complained = draining(stderr, watch.getError());
      CompletableFuture<Integer> ended =
          CompletableFuture.allOf(said, complained)
              .thenCompose(_ -> watch.exitCode())
              // The connection broke off.
              .handle((code, failure) -> code == null ? -1 : code);
      return stop.await(ended, longest);
    }
  }

  private static CompletableFuture<Void> draining(Consumer<InputStream> to, InputStream from) {
    return CompletableFuture.runAsync(() -> to.accept(from), VIRTUAL);
  }

  /** Why a pod has ended, in the cluster's words; empty when it lives, or is gone. */
  Optional<String> reason() {
    Pod found = client.pods().inNamespace(namespace()).withName(pod).get();
    if (found == null) {
      return Optional.empty();
    }
    return PodState.endReason(found);
  }

  /** The same, for which it waits a little. */
  Optional<String> awaitReason(Duration longest) {
    try {
      client
          .pods()
          .inNamespace(namespace())
          .withName(pod)
          .waitUntilCondition(
              found -> found == null || PodState.endReason(found).isPresent(),
              longest.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      return Optional.empty();
    }
    return reason();
  }

  private String org() {
    return job.getMetadata().getLabels().getOrDefault(JobSpec.ORG_LABEL, "nobody");
  }

  private String namespace() {
    return job.getMetadata().getNamespace();
  }

  private String name() {
    return job.getMetadata().getName();
  }

  @Override
  public void close() {
    // A request by a thread that was interrupted would not be sent.
    boolean interrupted = Thread.interrupted();
    try {
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace())
          .withName(name())
          .withPropagationPolicy(DeletionPropagation.BACKGROUND)
          .delete();
    } catch (KubernetesClientException e) {
      // The cluster ends it by itself at its deadline, and removes it.
      LOG.warn("The sandbox {} could not be deleted", name(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
