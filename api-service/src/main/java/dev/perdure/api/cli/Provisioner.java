package dev.perdure.api.cli;

import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.port.TenantStore.NewOrganization;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes what a new organization begins with. */
public final class Provisioner {

  private static final List<String> DEMO_SKILLS = List.of("clock", "calculator");
  private static final String DEMO_INSTRUCTIONS =
      "You are a helpful assistant. Use your tools where they help, and answer briefly.";

  private final Store store;
  private final KeyHash hash;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Provisioner(Store store, KeyHash hash, Supplier<UUID> ids, Clock clock) {
    this.store = store;
    this.hash = hash;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is wanted.
   *
   * @param slug made of the name when absent
   * @param agent the name of an agent to make, if one is wanted
   * @param model of that agent
   * @param operator whether it is the organization that runs the installation
   */
  public record Request(
      String organization,
      @Nullable String slug,
      String user,
      @Nullable String agent,
      String model,
      boolean operator) {}

  /**
   * What there is now.
   *
   * @param apiKey shown here and never again
   */
  public record Result(UUID orgId, UUID userId, String apiKey, @Nullable UUID agentId) {}

  /** Finds or makes the organization and the agent; always makes a new key. */
  public Result provision(Request request) {
    NewOrganization organization = organization(request);
    if (request.operator()) {
      store.tenants().makeOperator(organization.orgId());
    }
    UUID keyId = ids.get();
    Caller caller =
        new Caller(
            organization.orgId(), organization.userId(), Credential.key(keyId), Permission.all());
    KeyText key = KeyText.generate(keyId, random);
    store
        .tenants()
        .addKey(
            ApiKey.of(
                caller.orgId(),
                keyId,
                caller.userId(),
                "Provisioned",
                hash.of(key),
                Permission.all(),
                clock.instant()));
    UUID agentId = request.agent() == null ? null : agent(caller, request.agent(), request.model());
    return new Result(caller.orgId().value(), caller.userId(), key.text(), agentId);
  }

  private NewOrganization organization(Request request) {
    String slug = request.slug() == null ? slug(request.organization()) : request.slug();
    OrgId known = store.tenants().findOrganization(slug).orElse(null);
    if (known == null) {
      return store.tenants().createOrganization(slug, request.organization(), request.user());
    }
    UUID user =
        store
            .tenants()
            .firstUser(known)
            .orElseThrow(() -> new IllegalStateException(slug + " has no user"));
    return new NewOrganization(known, user);
  }

  private UUID agent(Caller caller, String name, String model) {
    return store
        .agents()
        .findByName(caller.orgId(), name)
        .map(Agent::id)
        .orElseGet(() ->
            store
                .agents()
                .create(
                    Requester.of(caller),
                    name,
                    "Made with the organization, to try things out.",
                    AgentConfig.of(
                        DEMO_INSTRUCTIONS,
                        model,
                        ModelParameters.defaults(),
                        DEMO_SKILLS,
                        AgentConfig.DEFAULT_MAX_STEPS),
                    null,
                    null)
                .value()
                .id());
  }

  private static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return slug.isEmpty() ? "organization" : slug;
  }
}
