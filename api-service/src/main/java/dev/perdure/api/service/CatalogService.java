package dev.perdure.api.service;

import dev.perdure.api.body.ModelsBody;
import dev.perdure.api.body.SkillBody;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.tenant.Caller;
import java.util.List;

/** What an agent can be made of: skills and models. */
public final class CatalogService {

  private final SkillRegistry skills;
  private final ModelGateway models;
  private final List<String> providers;

  /**
   * @param providers names of the configured model providers
   */
  public CatalogService(SkillRegistry skills, ModelGateway models, List<String> providers) {
    this.skills = skills;
    this.models = models;
    this.providers = List.copyOf(providers);
  }

  public List<SkillBody> skills(Caller caller) {
    return skills.list(caller.orgId()).stream()
        .map(InstalledSkill::skill)
        .map(SkillBody::of)
        .toList();
  }

  public ModelsBody models() {
    return new ModelsBody(models.defaultModel(), providers);
  }
}
