package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results too large for a transcript are read over HTTP, whole or in parts, by their owner. */
class ArtifactsTest {

  /** What the tool answers: lines of ten characters, numbered. */
  private static final String WHOLE =
      IntStream.range(0, 8_000).mapToObj("%09d\n"::formatted).collect(Collectors.joining());

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void aLargeResultIsListedDescribedAndReadWhole() throws NoSuchAlgorithmException {
    JsonNode artifact = artifact();
    String id = artifact.path("id").asText();
    assertThat(client.get("/v1/artifacts/" + id).expect(200).json()).isEqualTo(artifact);
    assertThat(artifact.path("bytes").asLong()).isEqualTo(WHOLE.length());

    Answer content = client.get("/v1/artifacts/" + id + "/content").expect(200);
    assertThat(content.text()).isEqualTo(WHOLE);
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256")
            .digest(content.text().getBytes(StandardCharsets.UTF_8));
    assertThat(artifact.path("sha256").asText()).isEqualTo(HexFormat.of().formatHex(sha256));
    assertThat(content.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(content.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"artifact-" + id + ".txt\"");
    assertThat(content.header("Content-Security-Policy")).contains("sandbox");
  }

  @Test
  void aLargeResultIsReadInParts() {
    String content = "/v1/artifacts/" + artifact().path("id").asText() + "/content";
    assertThat(part(content, "?offset=10&length=10")).isEqualTo("000000001\n");
    assertThat(part(content, "?offset=0&length=1")).isEqualTo("0");
    assertThat(part(content, "?length=25")).isEqualTo(WHOLE.substring(0, 25));
    assertThat(part(content, "?offset=79990")).isEqualTo("000007999\n");
    assertThat(part(content, "?offset=79995&length=500")).isEqualTo("7999\n");
    assertThat(part(content, "?offset=80000")).isEmpty();
    assertThat(part(content, "?offset=2147483647&length=16777216")).isEmpty();

    String together =
        IntStream.range(0, 4)
            .mapToObj(i -> part(content, "?offset=" + i * 30_000 + "&length=30000"))
            .collect(Collectors.joining());
    assertThat(together).isEqualTo(WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "offset=-1", "offset=x", "offset=1.5", "offset=2147483648", "offset=",
        "length=0", "length=-5", "length=x", "length=16777217", "length="
      })
  void aRangeThatIsNoneIsRefusedByName(String range) {
    client
        .get("/v1/artifacts/" + UUID.randomUUID() + "/content?" + range)
        .problem(400, "invalid_parameter")
        .field(range.substring(0, range.indexOf('=')));
  }

  @Test
  void anotherTenantsIsAnsweredByteForByteLikeWhatNeverWas() {
    String id = artifact().path("id").asText();
    String none = UUID.randomUUID().toString();
    Client stranger = service.newOrganization();
    for (String rest : List.of("", "/content", "/content?offset=0&length=5")) {
      Answer theirs = stranger.get("/v1/artifacts/" + id + rest).problem(404, "artifact_not_found");
      Answer nobodys = stranger.get("/v1/artifacts/" + none + rest).expect(404);
      assertThat(theirs.text().replace(id, none)).as(rest).isEqualTo(nobodys.text());
      assertThat(theirs.headers().map().keySet()).isEqualTo(nobodys.headers().map().keySet());
    }
  }

  /** The only artifact of a run whose tool answered at length. */
  private JsonNode artifact() {
    String agent =
        client
            .post(
                "/v1/agents",
                "{\"name\":\"%s\",\"config\":{\"skills\":[\"test_tools\"]}}"
                    .formatted(UUID.randomUUID()))
            .expect(201)
            .string("id");
    String input = "use huge {\\\"characters\\\":%d}".formatted(WHOLE.length());
    Answer run =
        client
            .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input))
            .expect(202);
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    JsonNode items =
        client
            .get("/v1/runs/" + run.string("run_id") + "/artifacts")
            .expect(200)
            .json()
            .path("items");
    assertThat(items).hasSize(1);
    return items.path(0);
  }

  private String part(String content, String range) {
    return client.get(content + range).expect(200).text();
  }
}
