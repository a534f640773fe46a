package dev.perdure.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.ModelKeys;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.ModelServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class OwnKeysTest {

  private static final ModelRequest ASK = Asks.user("custom/m1", "hi");

  private final OrgId org = ASK.step().run().orgId();
  private final Keys keys = new Keys();

  @Test
  void anOrganizationsKeyGoesBeforeTheInstallationsAndIsRotatedForTheNextCall() {
    try (var server = ModelServer.start();
        var gateway = gateway(server, OutboundClients.none())) {
      call(gateway);
      keys.put(org, new ModelKey("own-key-1", null, null));
      call(gateway);
      keys.put(org, new ModelKey("own-key-2", null, null));
      call(gateway);
      keys.known.clear();
      call(gateway);
      keys.put(new OrgId(UUID.randomUUID()), new ModelKey("anothers-key", null, null));
      call(gateway);
      assertThat(server.report().requests().stream().map(ModelServer.Request::key))
          .containsExactly("installed", "own-key-1", "own-key-2", "installed", "installed");
    }
  }

  @Test
  void anAddressThatAnOrganizationChoseIsReachedOnlyThroughTheGuardedClient() {
    try (var server = ModelServer.start();
        var gateway = gateway(server, OutboundClients.none())) {
      keys.put(org, new ModelKey("own", server.baseUrl(), null));
      var failure = catchThrowableOfType(PerdureException.class, () -> call(gateway));
      assertThat(failure.error().code()).isEqualTo("model_address_refused");
      assertThat(failure.error().retryable()).isFalse();
      assertThat(server.report().received()).isZero();
    }
  }

  @Test
  void callsThroughTheGuardedClientAreStreamedAndTheirRefusalsAreTyped() {
    try (var server = ModelServer.start();
        var gateway = gateway(server, PlainOutbound.clients())) {
      keys.put(org, new ModelKey("own", server.baseUrl(), null));
      call(gateway);
      assertThat(
              gateway.call(Asks.user("custom/default", "hi"), _ -> {}, Cancellation.NEVER).model())
          .isEqualTo("scripted");
      server.script(Behaviour.status(429));
      var failure = catchThrowableOfType(PerdureException.class, () -> call(gateway));
      assertThat(failure.error().retryable()).isTrue();
      assertThat(server.report().requests().stream().map(ModelServer.Request::key))
          .containsOnly("own");
    }
  }

  @Test
  void aProviderThatOnlyTheOrganizationHasAKeyAtCanBeChosen() {
    try (var gateway =
        ProviderGateway.create(
            LlmConfig.rehearsalOnly(), List.of(), keys, OutboundClients.none())) {
      assertThat(
              catchThrowableOfType(PerdureException.class, () -> gateway.check(org, "custom/m1")))
          .isNotNull();
      keys.put(org, new ModelKey("own", null, null));
      gateway.check(org, "custom/m1");
      assertThat(
              catchThrowableOfType(
                  PerdureException.class,
                  () -> gateway.check(new OrgId(UUID.randomUUID()), "custom/m1")))
          .isNotNull();
    }
  }

  private ProviderGateway gateway(ModelServer server, OutboundClients outbound) {
    return ProviderGateway.create(
        LlmConfig.fromEnvironment(
            Map.of("PERDURE_MODEL_URL", server.baseUrl(), "PERDURE_MODEL_KEY", "installed")),
        List.of(),
        keys,
        outbound);
  }

  private static void call(ProviderGateway gateway) {
    assertThat(gateway.call(ASK, _ -> {}, Cancellation.NEVER).content())
        .containsExactly(new ContentPart.Text("You said: hi"));
  }

  /** Keys at the provider {@code custom}. */
  private static final class Keys implements ModelKeys {

    final Map<OrgId, ModelKey> known = new ConcurrentHashMap<>();

    void put(OrgId orgId, ModelKey key) {
      known.put(orgId, key);
    }

    @Override
    public Optional<ModelKey> use(OrgId orgId, String provider) {
      return provider.equals("custom") ? Optional.ofNullable(known.get(orgId)) : Optional.empty();
    }

    @Override
    public Set<String> providers(OrgId orgId) {
      return known.containsKey(orgId) ? Set.of("custom") : Set.of();
    }
  }
}
