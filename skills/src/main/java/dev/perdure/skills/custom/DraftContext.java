package dev.perdure.skills.custom;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/**
 * What a kind works with while it makes a skill. Its text names no secret's value: it holds none.
 *
 * @param settings what the organization has set for the skill, if there is one already
 * @param named names of the organization's secrets, by the name the skill asks for
 */
record DraftContext(
    OrgId orgId,
    Map<String, Object> settings,
    Map<String, String> named,
    Secrets secrets,
    OutboundHttp http)
    implements SkillContext {

  @Override
  public Optional<String> secret(String name) {
    return Optional.ofNullable(named.get(name)).flatMap(known -> secrets.use(orgId, known));
  }
}
