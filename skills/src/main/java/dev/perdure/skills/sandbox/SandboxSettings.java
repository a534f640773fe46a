package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import org.jspecify.annotations.Nullable;

/**
 * How the operator wants the sandbox.
 *
 * @param backend {@link #AUTO}, {@link #NONE}, or the name of one
 * @param most the limits no organization can pass
 * @param concurrent how many jobs run at once in this process
 * @param perOrganization how many of them at most for one organization
 * @param kubernetes the cluster that jobs may be given to; null for none
 */
public record SandboxSettings(
    String backend,
    SandboxLimits most,
    int concurrent,
    int perOrganization,
    @Nullable KubernetesSettings kubernetes) {

  /** For each language the strongest that works. */
  public static final String AUTO = "auto";

  /** No code is run. */
  public static final String NONE = "none";

  /** Jobs of a cluster; it must be set up. */
  public static final String KUBERNETES = "kubernetes";

  /** What is used when nothing is said. */
  public static final SandboxSettings DEFAULT = new SandboxSettings(AUTO, SandboxLimits.DEFAULT, 4);

  /** Without a cluster, with a place that no organization takes from all others. */
  public SandboxSettings(String backend, SandboxLimits most, int concurrent) {
    this(backend, most, concurrent, allButOne(concurrent), null);
  }

  /** What one organization has of all places, when nothing is said. */
  public static int allButOne(int concurrent) {
    return Math.max(1, concurrent - 1);
  }

  public SandboxSettings {
    if (concurrent < 1 || perOrganization < 1) {
      throw new IllegalArgumentException("no job may run at once");
    }
    if (backend.equals(KUBERNETES) && kubernetes == null) {
      throw new IllegalArgumentException("the backend kubernetes needs the section kubernetes");
    }
  }
}
