package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.tenant.OrgId;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Describes a job to the cluster: a pod that waits, holds nothing, and may do nothing.
 *
 * @param tellsOfTheCluster whether the pod's first process keeps what it is told of the cluster,
 *     for who looks whether that can be reached
 */
record JobSpec(KubernetesSettings settings, boolean tellsOfTheCluster) {

  static final String CONTAINER = "job";
  static final String WORK = "work";
  static final String TEMPORARY = "tmp";
  static final String CODE = "code";
  static final String NAME_LABEL = "perdure.dev/sandbox-job";
  static final String ORG_LABEL = "perdure.dev/org";

  private static final long MIB = 1024 * 1024;

  /** For what brings the files in and out, and the shells. */
  private static final long BESIDES = 64 * MIB;

  /** For the requests in between. */
  private static final Duration REQUESTS = Duration.ofSeconds(20);

  /** How long what ended stays when nobody deleted it. */
  private static final int KEPT_SECONDS = 60;

  /**
   * The Job.
   *
   * @param user who it runs as; no two at a time should be the same, for some limits go by user
   */
  Job of(SandboxJob job, String name, long user) {
    Map<String, String> labels = labels(job.orgId(), name);
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(settings.namespace())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(longest(job.limits()).toSeconds())
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(pod(job, user))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The longest any pod of a job lives, were it forgotten. */
  Duration longest(SandboxLimits limits) {
    return settings.startTimeout().plus(limits.wallTime()).plus(PodRun.AROUND).plus(REQUESTS);
  }

  static Map<String, String> labels(OrgId org, String name) {
    return Map.of(
        "app.kubernetes.io/managed-by",
        "perdure",
        "app.kubernetes.io/component",
        "sandbox",
        ORG_LABEL,
        org.toString(),
        NAME_LABEL,
        name);
  }

  private PodSpec pod(SandboxJob job, long user) {
    PodSpec pod =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withHostNetwork(false)
            .withHostPID(false)
            .withHostIPC(false)
            // Names are of no use without a network, and those of a cluster are nobody's business.
            .withDnsPolicy("None")
            .withNewDnsConfig()
            .withNameservers("127.0.0.1")
            .endDnsConfig()
            .withTerminationGracePeriodSeconds(1L)
            .withNodeSelector(settings.nodeSelector())
            .withTolerations(settings.tolerations().stream().map(JobSpec::toleration).toList())
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(user)
            .withRunAsGroup(user)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withContainers(container(job))
            .withVolumes(
                inMemory(WORK, job.limits().diskBytes()),
                inMemory(TEMPORARY, job.limits().diskBytes()),
                inMemory(CODE, codeBytes(job)))
            .build();
    if (settings.hasRuntimeClass()) {
      pod.setRuntimeClassName(settings.runtimeClass());
    }
    if (settings.imagePullSecret() != null) {
      pod.setImagePullSecrets(List.of(new LocalObjectReference(settings.imagePullSecret())));
    }
    return pod;
  }

  private Container container(SandboxJob job) {
    Map<String, Quantity> most =
        Map.of(
            "cpu", Quantity.parse(settings.cpu()),
            "memory", bytes(memory(job)),
            "ephemeral-storage", bytes(BESIDES));
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(settings.image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand(command(job))
        .withWorkingDir("/" + WORK)
        .withNewSecurityContext()
        .withPrivileged(false)
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withNewResources()
        .withRequests(most)
        .withLimits(most)
        .endResources()
        .withVolumeMounts(mount(WORK), mount(TEMPORARY), mount(CODE))
        .build();
  }

  private List<String> command(SandboxJob job) {
    List<String> sleep = List.of("sleep", Long.toString(longest(job.limits()).toSeconds()));
    return tellsOfTheCluster
        ? sleep
        : Stream.concat(Stream.of("env", "-i"), sleep.stream()).toList();
  }

  /** Files in memory count as the job's own. */
  private static long memory(SandboxJob job) {
    return job.limits().memoryBytes() + 2 * job.limits().diskBytes() + codeBytes(job) + BESIDES;
  }

  private static long codeBytes(SandboxJob job) {
    return MIB + PodCommands.code(job).stream().mapToLong(SandboxFile::size).sum();
  }

  private static Volume inMemory(String name, long most) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(bytes(most))
        .endEmptyDir()
        .build();
  }

  private static VolumeMount mount(String name) {
    return new VolumeMountBuilder().withName(name).withMountPath("/" + name).build();
  }

  private static Quantity bytes(long bytes) {
    return new Quantity(Long.toString(bytes));
  }

  private static Toleration toleration(TaintToleration taint) {
    return new TolerationBuilder()
        .withKey(taint.key())
        .withOperator(taint.value() == null ? "Exists" : "Equal")
        .withValue(taint.value())
        .withEffect(taint.effect())
        .build();
  }
}
