package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Things of an organization, each made through the API when its name is first asked for. */
final class Things {

  /** Runs by what they come to: their agent's configuration, and their input. */
  private static final Map<String, Story> STORIES =
      Map.of(
          "run", new Story("", "Hello", "succeeded"),
          "asking",
              new Story(
                  "\"skills\":[\"calculator\"],\"approvals\":{\"mode\":\"always\"}",
                  "12*(3+4)",
                  "waiting"),
          "question", new Story("\"ask_user\":true", "ask me: tea or coffee?", "waiting"),
          "broken", new Story("", "the model fails for good", "waiting"),
          "failed", new Story("\"on_failure\":\"fail\"", "the model fails for good", "failed"),
          "recording",
              new Story(
                  "\"skills\":[\"effect_recorder\"]",
                  "use record_effect {\\\"note\\\":\\\"a\\\"}",
                  "succeeded"),
          "long",
              new Story(
                  "\"skills\":[\"test_tools\"]",
                  "use huge {\\\"characters\\\":80000}",
                  "succeeded"));

  private static final String RULE = "\"action\":\"block\",\"target\":\"a.test\"";

  private final Client client;
  private final Map<String, String> made = new HashMap<>();

  Things(Client client) {
    this.client = client;
  }

  /** The id of a thing; {@code run.session} is the session of the thing {@code run}. */
  String id(String name) {
    String known = made.get(name);
    if (known == null) {
      known = make(name);
      assertThat(known).as(name).isNotEmpty();
      made.put(name, known);
    }
    return known;
  }

  private String make(String name) {
    Story story = STORIES.get(name);
    if (story != null) {
      return run(story);
    }
    int dot = name.indexOf('.');
    if (dot > 0 && STORIES.containsKey(name.substring(0, dot))) {
      return of(id(name.substring(0, dot)), name.substring(dot + 1));
    }
    return switch (name) {
      case "agent" -> agent("");
      case "session" -> talk();
      case "filed" -> filed();
      case "paused" -> paused();
      case "slug" -> client.get("/v1/admin/organization").expect(200).string("slug");
      case "organization.slug" ->
          client.get("/v1/admin/organizations/" + id("organization")).expect(200).string("slug");
      case "me" -> client.get("/v1/me").expect(200).string("user_id");
      case "key" -> made("/v1/admin/api-keys", "\"name\":\"a\"", "/api_key/id");
      case "user" -> made("/v1/admin/users", "\"name\":\"a\",\"role\":\"viewer\"", "/id");
      case "invitation" -> invitation();
      case "role" ->
          made(
              "/v1/admin/roles",
              "\"name\":\"%s\",\"permissions\":[\"runs:read\"]".formatted(name()),
              "/name");
      case "secret" -> secret();
      case "skill" -> skill();
      case "skill.digest" ->
          client.get("/v1/skills/" + id("skill") + "/changes").expect(200).string("sha256");
      case "credential" -> credential();
      case "rule" -> made("/v1/admin/outbound-rules", RULE, "/id");
      case "organization.rule" ->
          made("/v1/admin/organizations/" + id("organization") + "/outbound-rules", RULE, "/id");
      case "organization" ->
          made(
              "/v1/admin/organizations",
              "\"slug\":\"%s\",\"name\":\"a\",\"owner_name\":\"a\"".formatted(name()),
              "/organization/id");
      default -> throw new AssertionError("Things does not know how to make {" + name + "}");
    };
  }

  private String agent(String config) {
    String id =
        client
            .post(
                "/v1/agents",
                "{\"name\":\"%s\",\"config\":{%s}}".formatted(UUID.randomUUID(), config))
            .expect(201)
            .string("id");
    client
        .post("/v1/agents/" + id + "/versions", "{\"config\":{%s}}".formatted(config))
        .expect(201);
    return id;
  }

  private String run(Story story) {
    Answer started =
        client
            .post(
                "/v1/runs",
                "{\"agent_id\":\"%s\",\"input\":\"%s\"}"
                    .formatted(agent(story.config()), story.input()))
            .expect(202);
    Awaitility.await("a run that comes to " + story.status())
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.await(started).string("status").equals(story.status()));
    return started.string("run_id");
  }

  /** The session of the run, with another run in it; and another session with the agent. */
  private String talk() {
    String session = of(id("run"), "session");
    String body = "{\"agent_id\":\"%s\",\"input\":\"Hello\"}".formatted(of(id("run"), "agent"));
    client.await(client.post("/v1/sessions/" + session + "/runs", body).expect(202));
    client.await(client.post("/v1/runs", body).expect(202));
    return session;
  }

  /** A session with files, also in the trash. */
  private String filed() {
    String session = client.newSession();
    for (String path : new String[] {"a.txt", "also.txt", "gone.txt", "lost.txt"}) {
      client.json("PUT", "/v1/sessions/" + session + "/files/" + path, path).expect(201);
    }
    client.delete("/v1/sessions/" + session + "/files/gone.txt").expect(200);
    client.delete("/v1/sessions/" + session + "/files/lost.txt").expect(200);
    return session;
  }

  /** The second of two. */
  private String invitation() {
    String id = "";
    for (int i = 0; i < 2; i++) {
      String email = "\"email\":\"%s@example.org\"".formatted(name());
      id = made("/v1/admin/invitations", email + ",\"role\":\"viewer\"", "/invitation/id");
    }
    return id;
  }

  /** The second of two. */
  private String secret() {
    String name = "";
    for (int i = 0; i < 2; i++) {
      name =
          made("/v1/admin/secrets", "\"name\":\"%s\",\"value\":\"v\"".formatted(name()), "/name");
    }
    return name;
  }

  /** With two versions. */
  private String skill() {
    String name = name();
    String files =
        "\"files\":[{\"path\":\"SKILL.md\",\"text\":\"---\\nname: %s\\ndescription: d\\n---\\n\"}]"
            .formatted(name);
    String skill = made("/v1/skills", "\"kind\":\"skill_md\"," + files, "/skill");
    client.post("/v1/skills/" + skill + "/versions", "{" + files + "}").expect(201);
    return skill;
  }

  private String credential() {
    return client
        .json("PUT", "/v1/admin/model-credentials/openai", "{\"key\":\"k\"}")
        .expect(200)
        .string("provider");
  }

  private String made(String path, String body, String id) {
    return client.post(path, "{" + body + "}").expect(201).json().at(id).asText();
  }

  private static String name() {
    return "n" + UUID.randomUUID().toString().substring(0, 8);
  }

  private String paused() {
    String run = run(Objects.requireNonNull(STORIES.get("asking")));
    client.post("/v1/runs/" + run + "/steer", "{\"input\":\"And tea?\"}").expect(200);
    client.post("/v1/runs/" + run + "/pause", "").expect(200);
    return run;
  }

  private String of(String run, String part) {
    JsonNode body = client.get("/v1/runs/" + run).expect(200).json();
    String session = body.path("session_id").asText();
    return switch (part) {
      case "session" -> session;
      case "agent" -> body.path("agent_id").asText();
      case "interrupt" -> body.at("/interrupts/0/id").asText();
      case "message" -> first("/v1/sessions/" + session + "/messages");
      case "artifact" -> first("/v1/runs/" + run + "/artifacts");
      default -> throw new AssertionError("a run has no " + part);
    };
  }

  private String first(String list) {
    return client.get(list).expect(200).json().at("/items/0/id").asText();
  }

  private record Story(String config, String input, String status) {}
}
