package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.PutSkillSettings;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.port.SecretStore;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Refuses settings that a skill can't work with. */
public final class SkillSettingsChecks {

  private static final int LONGEST = 65_536;
  private static final int MOST_SECRETS = 100;
  private static final int LONGEST_NAME = 200;

  private final JsonSchemas schemas;
  private final SecretStore secrets;
  private final ObjectMapper json = new ObjectMapper();

  public SkillSettingsChecks(JsonSchemas schemas, SecretStore secrets) {
    this.schemas = schemas;
    this.secrets = secrets;
  }

  SkillSettings settings(OrgId orgId, SkillDescriptor skill, PutSkillSettings body) {
    Map<String, Object> config = body.config() == null ? Map.of() : body.config();
    config(skill, config);
    return new SkillSettings(
        body.enabled() == null || body.enabled(), config, secrets(orgId, skill, body.secrets()));
  }

  private void config(SkillDescriptor skill, Map<String, Object> config) {
    if (config.isEmpty()) {
      return; // a skill has to live with nothing: that is how it comes
    }
    if (skill.configSchema().isEmpty()) {
      throw Checks.invalid("/config", "must be empty: " + skill.name() + " has no settings");
    }
    String written = write(config);
    Checks.noNul(written, "/config");
    if (written.length() > LONGEST) {
      throw Checks.invalid("/config", "may have 65,536 characters at most");
    }
    List<String> problems = schemas.problems(skill.configSchema(), written, "config");
    if (!problems.isEmpty()) {
      throw PerdureException.invalid(
          "invalid_skill_config",
          "These settings do not fit " + skill.name() + ": " + String.join("; ", problems),
          "/config");
    }
  }

  /** Those that the skill asks for and that there are. */
  Map<String, String> secrets(
      OrgId orgId, SkillDescriptor skill, @Nullable Map<String, @Nullable String> given) {
    Map<String, String> named = new TreeMap<>();
    if (given == null) {
      return named;
    }
    few(given);
    given.forEach((need, secret) -> {
      String field = "/secrets/" + need;
      needed(skill, need, field);
      named.put(need, known(orgId, Checks.required(secret, field), field));
    });
    return named;
  }

  /** Those that there are, for a skill of which nobody knows yet what it asks for. */
  Map<String, String> known(OrgId orgId, @Nullable Map<String, @Nullable String> given) {
    Map<String, String> named = new TreeMap<>();
    if (given != null) {
      few(given);
      given.forEach((need, secret) -> {
        String field = "/secrets/" + need;
        Checks.noNul(need, field);
        named.put(need, known(orgId, Checks.required(secret, field), field));
      });
    }
    return named;
  }

  private static void few(Map<String, ?> given) {
    if (given.size() > MOST_SECRETS) {
      throw Checks.invalid("/secrets", "may have 100 entries at most");
    }
  }

  /** As declared; or, of a need that can be there several times, with a colon and a name. */
  private static void needed(SkillDescriptor skill, String need, String field) {
    Checks.noNul(need, field);
    String declared = need.contains(":") ? need.substring(0, need.indexOf(':')) : need;
    List<String> needs = skill.secrets().stream().map(SecretNeed::name).toList();
    if (need.length() > LONGEST_NAME || !needs.contains(declared)) {
      throw Checks.invalid(
          field,
          needs.isEmpty()
              ? "is not wanted: " + skill.name() + " asks for no secrets"
              : "is not wanted: " + skill.name() + " asks for " + String.join(", ", needs));
    }
  }

  /** Of the secrets that are named, one that was deleted since. */
  Optional<String> gone(OrgId orgId, SkillSettings settings) {
    return settings.secrets().values().stream()
        .filter(secret -> secrets.find(orgId, secret).isEmpty())
        .findFirst();
  }

  private String known(OrgId orgId, String secret, String field) {
    Checks.noNul(secret, field);
    if (secrets.find(orgId, secret).isEmpty()) {
      throw PerdureException.invalid(
          "unknown_secret",
          "There is no secret \"" + secret + "\". Make it with POST /v1/admin/secrets.",
          field);
    }
    return secret;
  }

  private String write(Map<String, Object> config) {
    try {
      return json.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
