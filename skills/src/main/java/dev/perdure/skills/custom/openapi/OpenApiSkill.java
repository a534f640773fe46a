package dev.perdure.skills.custom.openapi;

import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.Strangers;
import dev.perdure.skills.custom.openapi.Operation.Credential;
import java.util.List;
import java.util.Map;

/** A skill whose tools are operations of a service. */
final class OpenApiSkill implements Skill {

  private final SkillDescriptor descriptor;
  private final List<Tool> tools;

  OpenApiSkill(StoredSkill stored, OpenApiDefinition definition) {
    String name = stored.definition().name();
    List<SecretNeed> secrets =
        definition.operations().stream()
            .flatMap(operation -> operation.credentials().stream())
            .distinct()
            .map(OpenApiSkill::need)
            .toList();
    this.descriptor =
        new SkillDescriptor(
            name,
            String.valueOf(stored.version()),
            Strangers.title(stored.definition().title()),
            Strangers.line(stored.definition().description()),
            definition.instructions(),
            Map.of(),
            secrets);
    this.tools =
        definition.operations().stream()
            .<Tool>map(operation -> new OperationTool(name, operation, definition))
            .toList();
  }

  @Override
  public SkillDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    List<String> missing =
        descriptor.secrets().stream()
            .map(SecretNeed::name)
            .filter(secret -> context.secret(secret).isEmpty())
            .toList();
    return missing.isEmpty()
        ? SkillHealth.OK
        : SkillHealth.notConfigured("Name a secret for " + String.join(", ", missing) + ".");
  }

  private static SecretNeed need(Credential credential) {
    String what =
        switch (credential.carrier()) {
          case BASIC -> "User name and password of the service, with a colon between.";
          case BEARER -> "A bearer token of the service.";
          case HEADER, QUERY -> "An API key of the service.";
        };
    return new SecretNeed(credential.secret(), what, true);
  }
}
