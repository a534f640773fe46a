package dev.perdure.api.body;

import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is in a version of a skill.
 *
 * @param instructions what a model is told that uses it
 * @param definition what its kind made of what was sent
 */
public record SkillContentBody(
    String name,
    String kind,
    String title,
    String description,
    String instructions,
    Map<String, Object> definition,
    List<SecretNeed> secrets,
    List<SkillBody.ToolBody> tools,
    List<SkillFileBody> files) {

  public SkillContentBody {
    secrets = List.copyOf(secrets);
    tools = List.copyOf(tools);
    files = List.copyOf(files);
  }

  /**
   * Tells of a version.
   *
   * @param skill the same, opened
   * @param file how a file is told of
   */
  public static SkillContentBody of(
      String kind,
      SkillDefinition definition,
      Skill skill,
      Function<BundleFile, SkillFileBody> file) {
    SkillDescriptor descriptor = skill.descriptor();
    return new SkillContentBody(
        definition.name(),
        kind,
        definition.title(),
        definition.description(),
        descriptor.instructions(),
        definition.definition(),
        descriptor.secrets(),
        skill.tools().stream().map(SkillBody.ToolBody::of).toList(),
        definition.files().stream().map(file).toList());
  }
}
