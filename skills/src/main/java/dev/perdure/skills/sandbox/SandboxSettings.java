package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxLimits;

/**
 * How the operator wants the sandbox.
 *
 * @param backend {@link #AUTO}, {@link #NONE}, or the name of one
 * @param most the limits no organization can pass
 * @param concurrent how many jobs run at once in this process
 */
public record SandboxSettings(String backend, SandboxLimits most, int concurrent) {

  /** For each language the strongest that works. */
  public static final String AUTO = "auto";

  /** No code is run. */
  public static final String NONE = "none";

  /** What is used when nothing is said. */
  public static final SandboxSettings DEFAULT = new SandboxSettings(AUTO, SandboxLimits.DEFAULT, 4);

  public SandboxSettings {
    if (concurrent < 1) {
      throw new IllegalArgumentException("no job may run at once");
    }
  }
}
