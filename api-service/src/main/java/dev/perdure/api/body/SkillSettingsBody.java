package dev.perdure.api.body;

import dev.perdure.core.skill.SkillSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * What an organization set for a skill.
 *
 * @param config valid against the skill's schema
 * @param secrets names of the organization's secrets, by the name the skill asks for
 */
@Schema(name = "SkillSettings")
public record SkillSettingsBody(
    boolean enabled, Map<String, Object> config, Map<String, String> secrets) {

  public static SkillSettingsBody of(SkillSettings settings) {
    return new SkillSettingsBody(settings.enabled(), settings.config(), settings.secrets());
  }
}
