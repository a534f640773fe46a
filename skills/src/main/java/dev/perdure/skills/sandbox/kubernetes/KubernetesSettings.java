package dev.perdure.skills.sandbox.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that jobs are given to.
 *
 * @param namespace for these jobs and nothing else
 * @param image holds {@code sh}, GNU tar, coreutils, Python 3, and the other languages' programs
 * @param runtimeClass what pods are run by, such as gVisor or Kata; {@link #NO_RUNTIME_CLASS} for
 *     the nodes' usual one, whose pods share the node's kernel
 * @param kubeconfig how the cluster is reached; null for the one this process runs in
 * @param cpu the processors of a job, as Kubernetes writes them
 * @param startTimeout the longest wait for a pod, in which its image may be pulled
 * @param imagePullSecret null when the registry asks for none
 */
public record KubernetesSettings(
    String namespace,
    String image,
    String runtimeClass,
    @Nullable Path kubeconfig,
    String cpu,
    Duration startTimeout,
    Map<String, String> nodeSelector,
    List<TaintToleration> tolerations,
    @Nullable String imagePullSecret) {

  /** Said by an operator who takes the node's own kernel for enough. */
  public static final String NO_RUNTIME_CLASS = "none";

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  private static final Pattern CPU = Pattern.compile("[1-9][0-9]{0,3}|[1-9][0-9]{1,5}m");

  public KubernetesSettings {
    must(LABEL.matcher(namespace).matches(), "namespace", "the name of a namespace");
    must(!image.isBlank() && !image.contains(" "), "image", "the name of an image");
    must(
        NAME.matcher(runtimeClass).matches(),
        "runtimeClass",
        "the name of a RuntimeClass, or \"none\" to do without");
    must(CPU.matcher(cpu).matches(), "cpu", "a number of processors, such as 1 or 500m");
    must(!startTimeout.isNegative() && !startTimeout.isZero(), "startTimeout", "some time");
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  private static void must(boolean holds, String key, String what) {
    if (!holds) {
      throw new IllegalArgumentException("kubernetes." + key + " must be " + what);
    }
  }

  /** Whether pods have a kernel of their own. */
  public boolean hasRuntimeClass() {
    return !runtimeClass.equals(NO_RUNTIME_CLASS);
  }
}
