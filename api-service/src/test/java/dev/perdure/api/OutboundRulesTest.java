package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules about what requests to the outside may reach, over HTTP. */
class OutboundRulesTest {

  private static final String ROUTE = "/v1/admin/outbound-rules";

  private final TestService service = TestService.get();
  private final AdminClient admin = AdminClient.ofNewOrganization(service);
  private final Client owner = admin.owner;

  @Test
  void areMadeListedAndTakenAway() {
    Answer made =
        owner
            .post(ROUTE, "{\"action\":\"allow\",\"target\":\"*.Example.com\",\"ports\":[443,8443]}")
            .expect(201);
    assertThat(made.string("target")).isEqualTo("*.example.com");
    JsonNode listed = owner.get(ROUTE).expect(200).json().path("rules");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0)).isEqualTo(made.json());
    owner
        .post(ROUTE, "{\"action\":\"allow\",\"target\":\"*.example.com\"}")
        .problem(409, "outbound_rule_exists");

    owner.delete(ROUTE + "/" + made.string("id")).expect(204);
    owner.delete(ROUTE + "/" + made.string("id")).problem(404, "outbound_rule_not_found");
    assertThat(owner.get(ROUTE).json().path("rules")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"target\":\"a.test\"}; /action",
        "{\"action\":\"allow\"}; /target",
        "{\"action\":\"allow\",\"target\":\"http://a.test\"}; /target",
        "{\"action\":\"allow\",\"target\":\"10.0.0.0/33\"}; /target",
        "{\"action\":\"allow\",\"target\":\"2130706433\"}; /target",
        "{\"action\":\"allow\",\"target\":\"a.test\",\"ports\":[0]}; /ports/0",
        "{\"action\":\"allow\",\"target\":\"a.test\",\"ports\":[null]}; /ports/0",
      })
  void thatCantBeAreRefused(String body, String field) {
    owner.post(ROUTE, body).expect(422).field(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"action\":\"internal\",\"target\":\"169.254.169.254\"}",
        "{\"action\":\"internal\",\"target\":\"wiki.internal\",\"ports\":[8080]}",
        "{\"action\":\"allow\",\"target\":\"mail.test\",\"ports\":[25]}"
      })
  void thatOpenWhatIsInsideAreTheOperatorsToGive(String body) {
    owner.post(ROUTE, body).problem(403, "permission_missing");
    String org = owner.get("/v1/admin/organization").expect(200).string("id");
    String route = "/v1/admin/organizations/" + org + "/outbound-rules";
    owner.post(route, body).problem(403, "permission_missing");

    Answer made = service.operator().post(route, body).expect(201);
    assertThat(owner.get(ROUTE).json().at("/rules/0")).isEqualTo(made.json());
    assertThat(service.operator().get(route).json().at("/rules/0")).isEqualTo(made.json());
    service.operator().delete(route + "/" + made.string("id")).expect(204);
  }

  @Test
  void ofOthersAreAsIfTheyNeverWere() {
    String id =
        owner.post(ROUTE, "{\"action\":\"block\",\"target\":\"a.test\"}").expect(201).string("id");
    Client stranger = service.newOrganization();
    Answer foreign = stranger.delete(ROUTE + "/" + id).problem(404, "outbound_rule_not_found");
    String never = UUID.randomUUID().toString();
    Answer unknown = stranger.delete(ROUTE + "/" + never).problem(404, "outbound_rule_not_found");
    assertThat(foreign.text().replace(id, "ID")).isEqualTo(unknown.text().replace(never, "ID"));
    assertThat(stranger.get(ROUTE).json().path("rules")).isEmpty();
    assertThat(owner.get(ROUTE).json().path("rules")).hasSize(1);
    service
        .operator()
        .get("/v1/admin/organizations/" + never + "/outbound-rules")
        .problem(404, "organization_not_found");
  }

  @Test
  void wantThePermissionsOfTheOrganization() {
    Client viewer = admin.somebody("viewer");
    viewer.get(ROUTE).expect(200);
    viewer
        .post(ROUTE, "{\"action\":\"block\",\"target\":\"a.test\"}")
        .problem(403, "permission_missing");
    viewer.delete(ROUTE + "/" + UUID.randomUUID()).problem(403, "permission_missing");
  }
}
