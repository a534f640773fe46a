package dev.perdure.core.skill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an organization set for a skill.
 *
 * @param enabled whether agents can use it
 * @param config valid against the skill's schema
 * @param secrets names of the organization's secrets, by {@link SecretNeed#name}
 */
public record SkillSettings(
    boolean enabled, Map<String, Object> config, Map<String, String> secrets) {

  /** Enabled, and nothing set. */
  public static final SkillSettings DEFAULT = new SkillSettings(true, Map.of(), Map.of());

  public SkillSettings {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    secrets = Map.copyOf(secrets);
  }
}
