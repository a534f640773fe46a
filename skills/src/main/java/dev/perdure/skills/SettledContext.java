package dev.perdure.skills;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** What an organization set a skill up with. Its text names no secret's value: it holds none. */
record SettledContext(OrgId orgId, SkillSettings set, Secrets secrets, OutboundHttp http)
    implements SkillContext {

  @Override
  public Map<String, Object> settings() {
    return set.config();
  }

  @Override
  public Optional<String> secret(String name) {
    return Optional.ofNullable(set.secrets().get(name)).flatMap(known -> secrets.use(orgId, known));
  }
}
