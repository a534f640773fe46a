package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod came out as it was asked for. What stands before a cluster's pods may change them:
 * add a container, a token, rights. Such a pod is not given any code.
 */
final class PodCheck {

  private PodCheck() {}

  /** What is wrong with a pod; empty when it is as asked for. */
  static Optional<String> problem(PodSpec asked, PodSpec got) {
    if (!Objects.equals(asked.getRuntimeClassName(), got.getRuntimeClassName())) {
      return Optional.of("its RuntimeClass is " + got.getRuntimeClassName());
    }
    if (!Boolean.FALSE.equals(got.getAutomountServiceAccountToken())
        || !names(asked.getVolumes()).equals(names(got.getVolumes()))
        || got.getVolumes().stream().anyMatch(volume -> volume.getEmptyDir() == null)) {
      return Optional.of("it holds volumes that were not asked for");
    }
    if (got.getContainers().size() != 1
        || !got.getInitContainers().isEmpty()
        || !got.getEphemeralContainers().isEmpty()) {
      return Optional.of("it holds containers that were not asked for");
    }
    if (isTrue(got.getHostNetwork())
        || isTrue(got.getHostPID())
        || isTrue(got.getHostIPC())
        || isTrue(got.getHostUsers())
        || isTrue(got.getShareProcessNamespace())) {
      return Optional.of("it shares what is the node's");
    }
    Container container = got.getContainers().getFirst();
    if (!isSameProgram(asked.getContainers().getFirst(), container)) {
      return Optional.of("its container runs, is told or sees something else");
    }
    return isSameUser(asked.getSecurityContext(), got.getSecurityContext()) && isHeld(container)
        ? Optional.empty()
        : Optional.of("it has other rights");
  }

  /** What is in its environment would be there for the program to read. */
  private static boolean isSameProgram(Container asked, Container got) {
    return asked.getImage().equals(got.getImage())
        && asked.getCommand().equals(got.getCommand())
        && got.getArgs().isEmpty()
        && got.getEnv().isEmpty()
        && got.getEnvFrom().isEmpty()
        && got.getVolumeDevices().isEmpty()
        && mounts(asked).equals(mounts(got))
        && got.getLifecycle() == null
        && got.getLivenessProbe() == null
        && got.getReadinessProbe() == null
        && got.getStartupProbe() == null;
  }

  /** What else is in it may be the cluster's own, such as the level of its kernel's labels. */
  private static boolean isSameUser(PodSecurityContext asked, @Nullable PodSecurityContext got) {
    return got != null
        && isTrue(got.getRunAsNonRoot())
        && Objects.equals(asked.getRunAsUser(), got.getRunAsUser())
        && Objects.equals(asked.getRunAsGroup(), got.getRunAsGroup())
        && got.getFsGroup() == null
        && got.getSupplementalGroups().isEmpty()
        && got.getSysctls().isEmpty()
        && Objects.equals(asked.getSeccompProfile(), got.getSeccompProfile())
        && isConfined(got.getAppArmorProfile(), got.getSeLinuxOptions());
  }

  private static boolean isHeld(Container container) {
    SecurityContext context = container.getSecurityContext();
    return context != null
        && !isTrue(context.getPrivileged())
        && Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
        && isTrue(context.getReadOnlyRootFilesystem())
        && !Boolean.FALSE.equals(context.getRunAsNonRoot())
        && context.getRunAsUser() == null
        && context.getRunAsGroup() == null
        && context.getSeccompProfile() == null
        && isOneOf(context.getProcMount(), "Default")
        && isConfined(context.getAppArmorProfile(), context.getSeLinuxOptions())
        && context.getCapabilities() != null
        && context.getCapabilities().getAdd().isEmpty()
        && context.getCapabilities().getDrop().contains("ALL");
  }

  private static boolean isConfined(
      @Nullable AppArmorProfile profile, @Nullable SELinuxOptions labels) {
    return (profile == null || isOneOf(profile.getType(), "RuntimeDefault", "Localhost"))
        && (labels == null
            || (labels.getType() == null && labels.getRole() == null && labels.getUser() == null));
  }

  /** Whether it is one of some values, or left to the cluster. */
  private static boolean isOneOf(@Nullable String value, String... usual) {
    return value == null || List.of(usual).contains(value);
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  private static List<String> names(List<Volume> volumes) {
    return volumes.stream().map(Volume::getName).sorted().toList();
  }

  private static List<String> mounts(Container container) {
    return container.getVolumeMounts().stream()
        .map(mount ->
            String.join(
                " ",
                mount.getName(),
                mount.getMountPath(),
                String.valueOf(mount.getSubPath()),
                String.valueOf(mount.getMountPropagation())))
        .sorted()
        .toList();
  }
}
