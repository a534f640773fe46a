package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.AuthFeature;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.store.Ids;
import jakarta.ws.rs.GET;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthTest {

  private final TestService service = TestService.get();
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());

  @Test
  void wantsCredentials() {
    Answer answer = service.clientWith("").get("/v1/me").problem(401, "credentials_missing");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"perdure\"");
  }

  @Test
  void refusesKeysThatAreNone() {
    service.clientWith("nonsense").get("/v1/me").problem(401, "credentials_invalid");
    service.clientWith(mistyped(owner.apiKey())).get("/v1/me").problem(401, "credentials_invalid");
    String unknown = KeyText.generate(UUID.randomUUID(), new SecureRandom()).text();
    service.clientWith(unknown).get("/v1/me").problem(401, "credentials_invalid");
  }

  @Test
  void refusesARightIdWithAnotherSecret() {
    UUID id = KeyText.parse(owner.apiKey()).orElseThrow().id();
    String forged = KeyText.generate(id, new SecureRandom()).text();
    service.clientWith(forged).get("/v1/me").problem(401, "credentials_invalid");
  }

  @Test
  void takesNoCredentialsFromTheAddress() {
    for (String name : List.of("access_token", "api_key", "token", "key", "authorization")) {
      service
          .clientWith("")
          .get("/v1/me?" + name + "=" + owner.apiKey())
          .problem(401, "credentials_missing");
    }
  }

  @Test
  void onlyRoutesForSigningInAreForEveryone() {
    assertThat(
            service.contract().routes().stream()
                .filter(route -> route.operation().path("security").isArray())
                .map(Contract.Route::toString))
        .containsExactlyInAnyOrder(
            "GET /v1/auth/methods",
            "POST /v1/auth/session",
            "DELETE /v1/auth/session",
            "GET /v1/auth/oidc/login",
            "GET /v1/auth/oidc/callback",
            "POST /v1/invitations/accept");
  }

  @Test
  void tellsWhomTheKeyStandsFor() {
    Answer me = service.client(owner).get("/v1/me").expect(200);
    assertThat(me.string("org_id")).isEqualTo(owner.orgId().toString());
    assertThat(me.string("user_id")).isEqualTo(owner.userId().toString());
    assertThat(me.json().at("/credential/kind").asText()).isEqualTo("api_key");
    assertThat(me.json().path("permissions"))
        .as("all but what only the operator's people may")
        .hasSize(Permission.values().length - 1);
  }

  @Test
  void refusesExpiredAndRevokedKeys() {
    Instant past = Instant.now().minusSeconds(5);
    service
        .clientWith(key(Permission.all(), past, null))
        .get("/v1/me")
        .problem(401, "credentials_invalid");
    service
        .clientWith(key(Permission.all(), null, past))
        .get("/v1/me")
        .problem(401, "credentials_invalid");
  }

  @Test
  void provisioningAgainFindsTheOrganizationAndMakesAnotherKey() {
    String name = "Twice " + UUID.randomUUID();
    Provisioner.Result first = service.provision(name);
    Provisioner.Result second = service.provision(name);
    assertThat(second.orgId()).isEqualTo(first.orgId());
    assertThat(second.agentId()).isEqualTo(first.agentId());
    assertThat(second.apiKey()).isNotEqualTo(first.apiKey());
    service.client(first).get("/v1/me").expect(200);
    service.client(second).get("/v1/me").expect(200);
  }

  @Test
  void aRouteThatRequiresNothingStopsTheStart() {
    Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> AuthFeature.check(List.of(Forgetful.class)))
        .withMessageContaining("Forgetful.look");
  }

  /** A resource whose author forgot. */
  public static final class Forgetful {
    @GET
    public String look() {
      return "";
    }
  }

  private String key(
      Set<Permission> permissions, @Nullable Instant expires, @Nullable Instant revoked) {
    KeyText key = KeyText.generate(Ids.timeOrdered().get(), new SecureRandom());
    service
        .store
        .tenants()
        .addKey(
            new ApiKey(
                new OrgId(owner.orgId()),
                key.id(),
                owner.userId(),
                "test",
                new KeyHash(TestService.PEPPER).of(key),
                permissions,
                List.of(),
                false,
                Instant.now(),
                expires,
                revoked,
                null));
    return key.text();
  }

  private static String mistyped(String key) {
    int at = key.length() - 10;
    char other = key.charAt(at) == 'a' ? 'b' : 'a';
    return key.substring(0, at) + other + key.substring(at + 1);
  }
}
