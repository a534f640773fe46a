package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a cluster says of the life of a pod. */
final class PodState {

  /** Why containers wait that no time helps. */
  private static final Set<String> HOPELESS =
      Set.of(
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImagePullBackOff",
          "CreateContainerConfigError",
          "CreateContainerError");

  private PodState() {}

  /** Whether there is nothing more to wait for at its start. */
  static boolean isDecided(Pod pod) {
    return isRunning(pod) || isOver(pod) || isHopeless(pod);
  }

  static boolean isRunning(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(JobSpec.CONTAINER))
        .map(ContainerStatus::getState)
        .anyMatch(state -> state != null && state.getRunning() != null);
  }

  static boolean isOver(Pod pod) {
    return Set.of("Failed", "Succeeded").contains(String.valueOf(pod.getStatus().getPhase()));
  }

  static boolean isHopeless(Pod pod) {
    return states(pod)
        .anyMatch(state ->
            state.getWaiting() != null
                && HOPELESS.contains(String.valueOf(state.getWaiting().getReason())));
  }

  /** Why it has ended, in the cluster's words; empty when it lives. */
  static Optional<String> endReason(Pod pod) {
    Optional<String> ofContainer =
        states(pod)
            .filter(state -> state.getTerminated() != null)
            .map(state -> String.valueOf(state.getTerminated().getReason()))
            .findFirst();
    return Optional.ofNullable(pod.getStatus().getReason()).or(() -> ofContainer);
  }

  /** What holds it up, for operators. */
  static String description(Pod pod) {
    PodStatus status = pod.getStatus();
    List<String> said = new ArrayList<>();
    said.add(said(status.getPhase(), status.getReason(), status.getMessage()));
    status.getConditions().stream()
        .filter(each -> !Objects.equals(each.getStatus(), "True"))
        .forEach(each -> said.add(said(each.getType(), each.getReason(), each.getMessage())));
    states(pod)
        .map(ContainerState::getWaiting)
        .filter(Objects::nonNull)
        .forEach(each -> said.add(said("waiting", each.getReason(), each.getMessage())));
    return String.join("; ", said);
  }

  private static String said(String... words) {
    return String.join(": ", Stream.of(words).filter(Objects::nonNull).toList());
  }

  private static Stream<ContainerState> states(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull);
  }
}
