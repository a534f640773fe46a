package dev.perdure.skills.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.tenant.OrgId;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a cluster is asked for. */
class JobSpecTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());
  private static final SandboxJob JOB =
      SandboxJob.of(ORG, Language.PYTHON, "print('secret')", SandboxLimits.DEFAULT);

  private static Job of(String runtimeClass) {
    return new JobSpec(
            new KubernetesSettings(
                "sandbox",
                "registry.example/sandbox:1",
                runtimeClass,
                null,
                "500m",
                Duration.ofSeconds(30),
                Map.of("pool", "sandbox"),
                List.of(
                    new TaintToleration("sandbox", null, "NoSchedule"),
                    new TaintToleration("pool", "x", null)),
                "pull"),
            false)
        .of(JOB, "perdure-sandbox-1", 12_345);
  }

  private static PodSpec pod() {
    return of("kata").getSpec().getTemplate().getSpec();
  }

  @Test
  void endsByItselfWhenItIsForgotten() {
    Job job = of("kata");
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(30 + 60 + 75 + 20);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(60);
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(pod().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod().getContainers().getFirst().getCommand())
        .containsExactly("env", "-i", "sleep", "185");
  }

  @Test
  void saysWhoseItIsAndNothingOfWhatItRuns() {
    Job job = of("kata");
    assertThat(job.getMetadata().getLabels())
        .containsEntry("perdure.dev/org", ORG.toString())
        .containsEntry("app.kubernetes.io/managed-by", "perdure");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .isEqualTo(job.getMetadata().getLabels());
    assertThat(Serialization.asJson(job)).doesNotContain("secret'");
  }

  @Test
  void mayDoNothingAndHoldsNothing() {
    PodSpec pod = pod();
    assertThat(pod.getRuntimeClassName()).isEqualTo("kata");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getServiceAccountName()).isNull();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getDnsPolicy()).isEqualTo("None");
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(12_345);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    SecurityContext rights = pod.getContainers().getFirst().getSecurityContext();
    assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
    assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
    assertThat(rights.getPrivileged()).isFalse();
    assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(pod.getVolumes())
        .allMatch(volume -> volume.getEmptyDir() != null)
        .extracting(Volume::getName)
        .containsExactlyInAnyOrder("work", "tmp", "code");
    assertThat(PodCheck.problem(pod, pod)).isEmpty();
  }

  @Test
  void takesNoMoreThanTheLimits() {
    Container container = pod().getContainers().getFirst();
    Map<String, Quantity> most = container.getResources().getLimits();
    assertThat(container.getResources().getRequests()).isEqualTo(most);
    assertThat(most.get("cpu")).isEqualTo(Quantity.parse("500m"));
    long memory = Quantity.getAmountInBytes(most.get("memory")).longValueExact();
    assertThat(memory).isBetween(640L << 20, 706L << 20);
    assertThat(most).containsKey("ephemeral-storage");
    assertThat(pod().getVolumes())
        .allSatisfy(volume -> {
          assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory");
          long size =
              Quantity.getAmountInBytes(volume.getEmptyDir().getSizeLimit()).longValueExact();
          assertThat(size).isLessThanOrEqualTo(JOB.limits().diskBytes());
        });
  }

  @Test
  void goesWhereItIsToldTo() {
    PodSpec pod = pod();
    assertThat(pod.getNodeSelector()).containsEntry("pool", "sandbox");
    assertThat(pod.getTolerations()).extracting("operator").containsExactly("Exists", "Equal");
    assertThat(pod.getImagePullSecrets()).extracting("name").containsExactly("pull");
    assertThat(of("none").getSpec().getTemplate().getSpec().getRuntimeClassName()).isNull();
  }

  @Test
  void seesEachChangeThatMatters() {
    PodSpec asked = pod();
    List<PodSpec> changed =
        List.of(
            asked.edit().withRuntimeClassName(null).build(),
            asked.edit().withAutomountServiceAccountToken(true).build(),
            asked.edit().addNewVolume().withName("token").endVolume().build(),
            asked.edit().addNewInitContainer().withName("spy").endInitContainer().build(),
            asked.edit().withHostPID(true).build(),
            asked.edit().withShareProcessNamespace(true).build(),
            asked.edit().editSecurityContext().withRunAsUser(0L).endSecurityContext().build(),
            asked
                .edit()
                .editSecurityContext()
                .withSeccompProfile(null)
                .endSecurityContext()
                .build(),
            asked.edit().editSecurityContext().withRunAsGroup(0L).endSecurityContext().build(),
            asked.edit().editSecurityContext().withFsGroup(1L).endSecurityContext().build(),
            asked
                .edit()
                .editSecurityContext()
                .withSupplementalGroups(1L)
                .endSecurityContext()
                .build(),
            asked
                .edit()
                .editSecurityContext()
                .withNewAppArmorProfile(null, "Unconfined")
                .endSecurityContext()
                .build(),
            asked
                .edit()
                .editSecurityContext()
                .withNewSeLinuxOptions(null, null, "spc_t", null)
                .endSecurityContext()
                .build(),
            asked.edit().withHostUsers(true).build(),
            container(c -> c.addNewEnv().withName("LD_PRELOAD").withValue("x").endEnv()),
            container(c ->
                c.addNewEnvFrom().withNewSecretRef().withName("s").endSecretRef().endEnvFrom()),
            container(c -> c.withImage("registry.example/another:1")),
            container(c -> c.withCommand("spy")),
            container(c -> c.withArgs("spy")),
            container(
                c -> c.addNewVolumeMount().withName("tmp").withMountPath("/etc").endVolumeMount()),
            container(c -> c.editSecurityContext().withProcMount("Unmasked").endSecurityContext()),
            container(c ->
                c.editSecurityContext()
                    .withNewAppArmorProfile(null, "Unconfined")
                    .endSecurityContext()),
            container(c ->
                c.editSecurityContext()
                    .withNewSeLinuxOptions(null, null, "spc_t", null)
                    .endSecurityContext()),
            asked
                .edit()
                .editFirstContainer()
                .editSecurityContext()
                .withPrivileged(true)
                .endSecurityContext()
                .endContainer()
                .build(),
            asked
                .edit()
                .editFirstContainer()
                .editSecurityContext()
                .editCapabilities()
                .addToAdd("SYS_ADMIN")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .build());
    assertThat(changed).allSatisfy(got -> assertThat(PodCheck.problem(asked, got)).isPresent());
  }

  private static PodSpec container(UnaryOperator<ContainerBuilder> change) {
    PodSpec pod = pod();
    ContainerBuilder container = new ContainerBuilder(pod.getContainers().getFirst());
    return pod.edit().withContainers(change.apply(container).build()).build();
  }
}
