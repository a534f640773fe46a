package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.harness.PerdureStack;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two organizations: nothing of one is visible to the other in lists, searches and what bodies
 * name. Every route is walked by the API module's route matrix.
 */
@ExtendWith(SharedProduct.class)
class TenancyTest {

  private final PerdureClient owner;
  private final PerdureClient stranger;
  private final List<Route> routes;

  TenancyTest(PerdureStack stack) {
    this.owner = stack.client();
    this.stranger = owner.as(stack.newTenant("stranger-" + UUID.randomUUID()).apiKey());
    this.routes = Route.all(owner.get("/openapi.json").expect(200).json());
  }

  @Test
  void listsAndSearchesShowOnlyOnesOwn() {
    Belongings things = Belongings.make(owner, "[[say hidden]]");
    List<String> paths =
        List.of(
            "/v1/agents?limit=200",
            "/v1/agents?archived=true&q=" + things.agentName(),
            "/v1/sessions?limit=200",
            "/v1/sessions?agent_id=" + things.agentId(),
            "/v1/sessions?q=secret-" + things.agentName(),
            "/v1/runs?limit=200",
            "/v1/runs?session_id=" + things.sessionId(),
            "/v1/runs?agent_id=" + things.agentId());
    for (String path : paths) {
      assertThat(owner.get(path).expect(200).text()).as(path).containsAnyOf(marks(things));
      assertThat(stranger.get(path).text()).as(path).doesNotContain(marks(things));
    }
    for (Route route : routes) {
      if (route.reads() && !route.namesAThing()) {
        assertThat(stranger.get(route.path()).text())
            .as(route.toString())
            .doesNotContain(marks(things));
      }
    }
  }

  private static CharSequence[] marks(Belongings things) {
    return things.marks().toArray(CharSequence[]::new);
  }

  @Test
  void aForeignThingNamedInABodyIsNotThere() {
    Belongings foreign = Belongings.make(owner, "[[say hidden]]");
    Belongings own = Belongings.make(stranger, "[[say mine]]");
    String never = UUID.randomUUID().toString();
    String fork = "/v1/sessions/" + own.sessionId() + "/fork";
    String inSession = "/v1/sessions/" + own.sessionId() + "/runs";
    sameAnswer("/v1/runs", "agent_id", foreign.agentId(), never);
    sameAnswer("/v1/runs", "agent", foreign.agentName(), "private-" + never);
    sameAnswer("/v1/sessions", "agent_id", foreign.agentId(), never);
    sameAnswer("/v1/sessions", "agent", foreign.agentName(), "private-" + never);
    sameAnswer(inSession, "agent_id", foreign.agentId(), never);
    sameAnswer(fork, "message_id", foreign.messageId(), never);
  }

  private void sameAnswer(String path, String field, String foreign, String never) {
    Map<String, Object> more =
        path.endsWith("/runs") ? Map.of("input", "hello") : Map.of("title", "t");
    Reply toForeign = stranger.post(path, with(more, field, foreign));
    Reply toNothing = stranger.post(path, with(more, field, never));
    assertThat(toForeign.status()).as(toForeign.toString()).isEqualTo(404);
    assertThat(toForeign.text().replace(foreign, never)).isEqualTo(toNothing.text());
  }

  private static Map<String, Object> with(Map<String, Object> body, String field, String value) {
    var all = new java.util.HashMap<>(body);
    all.put(field, value);
    return all;
  }

  @Test
  void oneIdempotencyKeyIsTwoInTwoOrganizations() {
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Reply mine = owner.call("POST", "/v1/sessions", Map.of("title", "mine"), key).expect(201);
    Reply theirs =
        stranger.call("POST", "/v1/sessions", Map.of("title", "theirs"), key).expect(201);
    assertThat(theirs.json().path("id")).isNotEqualTo(mine.json().path("id"));
    assertThat(theirs.json().path("title").asText()).isEqualTo("theirs");
  }
}
