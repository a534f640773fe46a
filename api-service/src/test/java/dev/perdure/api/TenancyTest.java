package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stranger sees; every route is walked by {@link RouteMatrixTest}. */
class TenancyTest {

  private final TestService service = TestService.get();
  private final Client owner = service.newOrganization();
  private final Client stranger = service.newOrganization();

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
}
