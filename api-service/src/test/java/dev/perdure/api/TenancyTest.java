package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TenancyTest {

  private final TestService service = TestService.get();
  private final Client owner = service.newOrganization();
  private final Client stranger = service.newOrganization();

  /** Bodies of routes that would refuse an empty one before they look for anything. */
  private static final Map<String, String> BODIES = new HashMap<>();

  static {
    BODIES.put("/v1/agents/{id}/versions", "{\"config\":{}}");
    BODIES.put("/v1/agents/{id}/duplicate", "{\"name\":\"a\"}");
    BODIES.put("/v1/agents/{id}/rollback", "{\"version\":1}");
    BODIES.put("/v1/sessions/{id}/fork", "{\"message_id\":\"" + UUID.randomUUID() + "\"}");
    BODIES.put("/v1/runs/{id}/answer", "{\"text\":\"a\"}");
    BODIES.put("/v1/runs/{id}/steer", "{\"input\":\"a\"}");
    BODIES.put("/v1/runs/{id}/recover", "{\"operation\":\"retry\"}");
    BODIES.put("/v1/runs/{id}/top-up", "{\"tokens\":5}");
    BODIES.put("/v1/runs/{id}/fork", "{\"step\":1}");
    BODIES.put("/v1/sessions/{id}/runs", "{\"agent\":\"demo\",\"input\":\"Hello\"}");
  }

  @TestFactory
  Stream<DynamicTest> whatBelongsToOthersIsAnsweredByteForByteLikeWhatNeverWas() {
    Answer run = owner.run("Hello");
    owner.await(run);
    AdminClient admin = new AdminClient(service, owner);
    String key = AdminClient.id(admin.key("\"name\":\"a\""));
    String rule =
        owner
            .post("/v1/admin/outbound-rules", "{\"action\":\"block\",\"target\":\"a.test\"}")
            .expect(201)
            .string("id");
    String invitation =
        owner
            .post("/v1/admin/invitations", "{\"email\":\"a@example.org\",\"role\":\"viewer\"}")
            .expect(201)
            .json()
            .at("/invitation/id")
            .asText();
    Map<String, String> foreign =
        Map.of(
            "/v1/agents",
            owner.newAgent(),
            "/v1/sessions",
            run.string("session_id"),
            "/v1/runs",
            run.string("run_id"),
            "/v1/admin/api-keys",
            key,
            "/v1/me/api-keys",
            key,
            "/v1/admin/users",
            admin.user("viewer"),
            "/v1/admin/invitations",
            invitation,
            "/v1/admin/outbound-rules",
            rule);
    return service.contract().routes().stream()
        .filter(route -> route.path().contains("{id}"))
        // SteeringTest asks for these, which only runs of some kinds have.
        .filter(route -> !route.path().matches("/v1/(artifacts|approvals)/.*"))
        // OrganizationsTest asks for these, which only the operator's people may.
        .filter(route -> !route.path().startsWith("/v1/admin/organizations/"))
        .map(route ->
            DynamicTest.dynamicTest(
                route.toString(),
                () -> {
                  String kind = route.path().substring(0, route.path().indexOf("/{"));
                  String id = Objects.requireNonNull(foreign.get(kind));
                  String none = UUID.randomUUID().toString();
                  Answer theirs = ask(route, id).expect(404);
                  Answer nobodys = ask(route, none).expect(404);
                  assertThat(theirs.text().replace(id, none)).isEqualTo(nobodys.text());
                  assertThat(names(theirs)).isEqualTo(names(nobodys));
                }));
  }

  @Test
  void listsHoldOnlyOnesOwn() {
    Answer run = owner.run("Hello from the owner");
    owner.await(run);
    for (String list : List.of("/v1/sessions", "/v1/sessions?q=owner", "/v1/runs")) {
      assertThat(stranger.get(list).expect(200).json().path("items")).as(list).isEmpty();
    }
    assertThat(stranger.get("/v1/runs?session_id=" + run.string("session_id")).json().path("items"))
        .isEmpty();
    assertThat(stranger.get("/v1/agents").json().path("items")).hasSize(1);
  }

  @Test
  void anothersAgentCanNotBeUsed() {
    String agent = owner.newAgent();
    stranger
        .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"a\"}".formatted(agent))
        .problem(404, "agent_not_found");
    stranger
        .post("/v1/sessions", "{\"agent_id\":\"%s\"}".formatted(agent))
        .problem(404, "agent_not_found");
  }

  private Answer ask(Contract.Route route, String id) {
    String path = route.path().replace("{id}", id).replace("{version}", "1");
    if (BODIES.containsKey(route.path()) && !route.method().equals("GET")) {
      return stranger.json(route.method(), path, BODIES.get(route.path()));
    }
    return stranger.send(route.method(), path, route.anyBody(), route.headers());
  }

  private static List<String> names(Answer answer) {
    return answer.headers().map().keySet().stream().sorted().toList();
  }
}
