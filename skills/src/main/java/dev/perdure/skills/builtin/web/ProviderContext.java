package dev.perdure.skills.builtin.web;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** What a search provider sees: its own settings, and the rest as the skill has it. */
record ProviderContext(SkillContext skill, Map<String, Object> settings) implements SkillContext {

  @Override
  public OrgId orgId() {
    return skill.orgId();
  }

  @Override
  public Optional<String> secret(String name) {
    return skill.secret(name);
  }

  @Override
  public OutboundHttp http() {
    return skill.http();
  }

  @Override
  public String toString() {
    return "ProviderContext[" + orgId().value() + "]";
  }
}
