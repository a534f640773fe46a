package dev.perdure.skills.custom;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundReader;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.OrgId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a kind works with while it makes a skill: a draft's address may be anybody's, so that each
 * secret that may leave for it is told of before.
 */
final class DraftContext implements SkillContext {

  private final OrgId orgId;
  private final SkillSettings settings;
  private final Secrets secrets;
  private final OutboundHttp http;
  private final SecretUses uses;
  private final Set<String> given = new LinkedHashSet<>();
  private final Set<String> told = new LinkedHashSet<>();

  /**
   * @param settings what the organization has set for the skill; its secrets are those the kind may
   *     use
   */
  DraftContext(
      OrgId orgId, SkillSettings settings, Secrets secrets, OutboundHttp http, SecretUses uses) {
    this.orgId = orgId;
    this.settings = settings;
    this.secrets = secrets;
    this.http = http;
    this.uses = uses;
  }

  @Override
  public OrgId orgId() {
    return orgId;
  }

  @Override
  public Map<String, Object> settings() {
    return settings.config();
  }

  @Override
  public Optional<String> secret(String name) {
    Optional<String> known = Optional.ofNullable(settings.secrets().get(name));
    known.ifPresent(given::add);
    return known.flatMap(secret -> secrets.use(orgId, secret));
  }

  @Override
  public OutboundHttp http() {
    return new OutboundHttp() {
      @Override
      public <T> T send(OutboundRequest request, OutboundReader<T> reader) {
        tell(host(request.url()));
        return http.send(request, reader);
      }
    };
  }

  private void tell(String host) {
    for (String secret : given) {
      if (told.add(secret + " " + host)) {
        uses.sending(secret, host);
      }
    }
  }

  private static String host(String url) {
    return url.replaceAll("(?is)^[a-z]+://(?:[^/?#]*@)?([^/?#]*).*$", "$1");
  }
}
