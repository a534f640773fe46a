package dev.perdure.e2e.proof;

import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.proof.Books.Row;
import java.util.List;
import java.util.Map;

/** Nothing of one organization can be seen or told by the other. */
final class TenantAudit {

  private static final List<String> READS =
      List.of("", "/steps", "/logs", "/commands", "/approvals", "/effects", "/artifacts");
  private static final List<String> ORDERS = List.of("cancel", "pause", "resume", "retry");

  private TenantAudit() {}

  static void of(Cast cast, Books books, List<Scene> scenes, Findings findings) {
    for (Cast.Member member : cast.members()) {
      for (var run : member.caller().items("/v1/runs")) {
        findings.same(
            books.run(run.path("id").asText()).get("org_id"),
            member.tenant().orgId(),
            "the organization of a listed run");
      }
    }
    scenes.stream()
        .filter(scene -> !scene.firstRun().isEmpty())
        .limit(10)
        .forEach(scene -> {
          Caller other = cast.members().get(1 - scene.plot().tenant()).caller();
          READS.forEach(
              path -> notFound(other.look("/v1/runs/" + scene.firstRun() + path), findings));
          ORDERS.forEach(order ->
              notFound(
                  other.post("/v1/runs/" + scene.firstRun() + "/" + order, Map.of()), findings));
        });
    for (Row run : books.allRuns()) {
      books
          .events(run.get("session_id"))
          .forEach(event ->
              findings.same(event.get("org_id"), run.get("org_id"), "whose event " + event));
    }
  }

  private static void notFound(Reply reply, Findings findings) {
    findings.same(reply.status(), 404, reply.request() + " by another organization");
  }
}
