package dev.perdure.core.skill;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** Nothing was set up. */
record BareContext(OrgId orgId, OutboundHttp http) implements SkillContext {

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public Optional<String> secret(String name) {
    return Optional.empty();
  }
}
