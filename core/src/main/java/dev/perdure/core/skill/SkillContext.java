package dev.perdure.core.skill;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** What a skill works with for one organization. Implemented by Perdure, never by plug-ins. */
public interface SkillContext {

  OrgId orgId();

  /** The organization's settings, valid against the skill's schema; empty when it made none. */
  Map<String, Object> settings();

  /**
   * A secret's value, to be used now: nothing may log it, keep it, or show it to a model.
   *
   * @param name as in {@link SecretNeed#name}; empty when the organization named none for it
   */
  Optional<String> secret(String name);

  /** The only way to the outside. */
  OutboundHttp http();

  /** Of an organization that set nothing up, with no way to the outside. */
  static SkillContext bare(OrgId orgId) {
    return bare(orgId, OutboundHttp.none());
  }

  /** Of an organization that set nothing up. */
  static SkillContext bare(OrgId orgId, OutboundHttp http) {
    return new BareContext(orgId, http);
  }
}
