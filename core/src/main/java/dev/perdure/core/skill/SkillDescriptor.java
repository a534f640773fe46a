package dev.perdure.core.skill;

import java.util.List;
import java.util.Map;

/**
 * What a skill is.
 *
 * @param name unique in an organization, as agents list it, such as {@code web_search}
 * @param description what it is good for, in a sentence or two; a model decides by it
 * @param title for people
 * @param instructions told to the model of an agent that has the skill; may be empty
 * @param configSchema JSON Schema of its settings, an object; empty when it has none
 * @param secrets what secrets it works with
 * @param onDemand whether a model is shown its instructions and tools only after it has opened the
 *     skill; until then its name and description
 */
public record SkillDescriptor(
    String name,
    String version,
    String title,
    String description,
    String instructions,
    Map<String, Object> configSchema,
    List<SecretNeed> secrets,
    boolean onDemand) {

  public SkillDescriptor {
    configSchema = Map.copyOf(configSchema);
    secrets = List.copyOf(secrets);
  }

  /** A skill that needs no settings. */
  public SkillDescriptor(
      String name, String version, String title, String description, String instructions) {
    this(name, version, title, description, instructions, Map.of(), List.of());
  }

  /** A skill that is shown from the beginning. */
  public SkillDescriptor(
      String name,
      String version,
      String title,
      String description,
      String instructions,
      Map<String, Object> configSchema,
      List<SecretNeed> secrets) {
    this(name, version, title, description, instructions, configSchema, secrets, false);
  }

  /** The same skill, shown on demand. */
  public SkillDescriptor shownOnDemand() {
    return new SkillDescriptor(
        name, version, title, description, instructions, configSchema, secrets, true);
  }
}
