package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
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
        || isTrue(got.getShareProcessNamespace())) {
      return Optional.of("it shares what is the node's");
    }
    return isSameUser(asked.getSecurityContext(), got.getSecurityContext())
            && isHeld(got.getContainers().getFirst())
        ? Optional.empty()
        : Optional.of("it has other rights");
  }

  /** What else is in it may be the cluster's own, such as labels of its kernel's. */
  private static boolean isSameUser(PodSecurityContext asked, @Nullable PodSecurityContext got) {
    return got != null
        && isTrue(got.getRunAsNonRoot())
        && Objects.equals(asked.getRunAsUser(), got.getRunAsUser())
        && Objects.equals(asked.getSeccompProfile(), got.getSeccompProfile());
  }

  private static boolean isHeld(Container container) {
    SecurityContext context = container.getSecurityContext();
    return context != null
        && !isTrue(context.getPrivileged())
        && Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
        && isTrue(context.getReadOnlyRootFilesystem())
        && context.getRunAsUser() == null
        && context.getSeccompProfile() == null
        && context.getCapabilities() != null
        && context.getCapabilities().getAdd().isEmpty()
        && context.getCapabilities().getDrop().contains("ALL")
        && container.getVolumeDevices().isEmpty();
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  private static List<String> names(List<Volume> volumes) {
    return volumes.stream().map(Volume::getName).sorted().toList();
  }
}
