package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Skills are made, changed, pinned and deleted over HTTP. */
class CustomSkillsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE = Path.of("../examples/skill-md/sales-report");

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @Test
  void theExampleIsUploadedListedAndTried() throws IOException {
    String body = upload(zip(EXAMPLE));
    JsonNode checked = client.post("/v1/skills?dry_run=true", body).expect(200).json();
    assertThat(checked.path("title").asText()).isEqualTo("Sales report");
    assertThat(checked.path("tools"))
        .extracting(tool -> tool.path("name").asText())
        .containsExactly("sales-report__read_file", "sales-report__run_script");
    assertThat(checked.at("/tools/1/risk").asText()).isEqualTo("high");
    client.get("/v1/skills/sales-report").problem(404, "skill_not_found");

    Answer made = client.post("/v1/skills", body).expect(201);
    assertThat(made.header("Location")).isEqualTo("/v1/skills/sales-report/versions/1");
    assertThat(made.string("pinned")).isEqualTo("sales-report@1");
    JsonNode listed = client.get("/v1/skills/sales-report").expect(200).json();
    assertThat(listed.path("source").asText()).isEqualTo("custom");
    assertThat(listed.path("version").asText()).isEqualTo("1");
    assertThat(tried("sales-report", "read_file", "{\"path\":\"references/COLUMNS.md\"}"))
        .startsWith("# Columns of the table");
    JsonNode whole = client.get("/v1/skills/sales-report/versions/1").expect(200).json();
    assertThat(whole.at("/version/sha256").asText()).hasSize(64);
    assertThat(whole.at("/content/definition/license").asText()).isEqualTo("Apache-2.0");
    assertThat(whole.at("/content/files"))
        .extracting(file -> file.path("path").asText())
        .containsExactly(
            "SKILL.md",
            "assets/report-template.md",
            "references/COLUMNS.md",
            "scripts/summarize.py");
    assertThat(whole.at("/content/files/0/text").asText())
        .isEqualTo(Files.readString(EXAMPLE.resolve("SKILL.md")));
  }

  @Test
  void whatNobodyElseChangesHasNoChangesToAccept() throws IOException {
    client.post("/v1/skills", upload(zip(EXAMPLE))).expect(201);
    JsonNode news = client.get("/v1/skills/sales-report/changes").expect(200).json();
    assertThat(news.path("changes")).isEmpty();
    String accept = "{\"sha256\":\"%s\"}".formatted(news.path("sha256").asText());
    Answer kept = client.post("/v1/skills/sales-report/refresh", accept).expect(201);
    assertThat(kept.json().path("version").asInt()).isEqualTo(1);
    client
        .post("/v1/skills/sales-report/refresh", "{\"sha256\":\"%s\"}".formatted("0".repeat(64)))
        .problem(409, "skill_changed_again");
    client.post("/v1/skills/sales-report/refresh", "{}").problem(422, "field_required");
    client.get("/v1/skills/clock/changes").problem(409, "skill_not_custom");
    client.get("/v1/skills/nobody/changes").problem(404, "skill_not_found");
  }

  @Test
  void aBadUploadIsToldByFileAndLine() {
    JsonNode problem =
        client
            .post(
                "/v1/skills",
                files(
                    Map.of(
                        "SKILL.md",
                        "---\nname: Bad Name\ndescription: Use when: needed\n---\nx\n",
                        "scripts/a.py",
                        "a\n\0")))
            .problem(422, "invalid_skill")
            .json();
    assertThat(problem.path("problems"))
        .extracting(flaw -> flaw.path("file").asText() + ":" + flaw.path("line").asInt())
        .contains("scripts/a.py:2", "SKILL.md:3");
    assertThat(problem.path("detail").asText()).contains("1 more");
    assertThat(problem.at("/problems/1/message").asText()).contains("in quotes");
    client
        .post("/v1/skills", "{\"kind\":\"skill_md\",\"archive\":\"AAAA\"}")
        .problem(422, "invalid_skill");
    client
        .post("/v1/skills", "{\"kind\":\"skill_md\",\"archive\":\"%%\"}")
        .problem(422, "invalid_field")
        .field("/archive");
    client
        .post("/v1/skills", "{\"kind\":\"magic\"}")
        .problem(422, "unknown_skill_kind")
        .field("/kind");
    client.post("/v1/skills", "{}").problem(422, "field_required").field("/kind");
    client.post("/v1/skills", "").problem(400, "body_required");
    client
        .post("/v1/skills", "{\"kind\":\"skill_md\",\"files\":[{\"path\":\"a\"}]}")
        .problem(422, "invalid_field")
        .field("/files/0");
    client
        .post("/v1/skills", "{\"kind\":\"skill_md\",\"files\":[null]}")
        .problem(422, "field_required")
        .field("/files/0");
    client
        .post("/v1/skills", "{\"kind\":\"skill_md\",\"secrets\":{\"token\":\"nobody\"}}")
        .problem(422, "unknown_secret")
        .field("/secrets/token");
    client.post("/v1/skills", skill("clock", "x")).problem(409, "skill_name_taken");
    assertThat(client.get("/v1/skills").expect(200).json().path("items"))
        .noneMatch(skill -> skill.path("source").asText().equals("custom"));
  }

  @Test
  void anArchiveIsUploadedAsItIs() throws IOException {
    byte[] zip = zip(EXAMPLE);
    assertThat(
            archive("/v1/skills?dry_run=true", "application/zip", zip).expect(200).string("name"))
        .isEqualTo("sales-report");
    assertThat(archive("/v1/skills", "application/zip", zip).expect(201).string("pinned"))
        .isEqualTo("sales-report@1");
    String form = "multipart/form-data; boundary=cut";
    assertThat(
            archive("/v1/skills/sales-report/versions", form, form(zip))
                .expect(201)
                .string("pinned"))
        .isEqualTo("sales-report@2");
    assertThat(tried("sales-report", "read_file", "{\"path\":\"references/COLUMNS.md\"}"))
        .startsWith("# Columns of the table");

    for (String promote : List.of("false", "true")) {
      archive("/v1/skills/sales-report/versions?promote=" + promote, "application/zip", zip)
          .expect(201);
      archive("/v1/skills/sales-report/versions?promote=" + promote, form, form(zip)).expect(201);
      assertThat(client.get("/v1/skills/sales-report/versions").expect(200).json().path("items"))
          .filteredOn(version -> version.path("current").asBoolean())
          .extracting(version -> version.path("version").asInt())
          .containsExactly(promote.equals("false") ? 2 : 6);
    }
    archive("/v1/skills/sales-report/versions?promote=perhaps", "application/zip", zip)
        .problem(400, "invalid_parameter")
        .field("promote");

    byte[] cut = Arrays.copyOf(form(zip), form(zip).length - 20);
    for (String path :
        List.of("/v1/skills", "/v1/skills?dry_run=true", "/v1/skills/sales-report/versions")) {
      archive(path, form, cut).problem(400, "body_incomplete");
    }
    archive("/v1/skills", form, "--cut--\r\n".getBytes(StandardCharsets.UTF_8))
        .problem(422, "no_file");
    archive("/v1/skills", form, form(zip, zip)).problem(400, "malformed_form");
    archive("/v1/skills", "application/gzip", zip).problem(415, "unsupported_media_type");
    JsonNode refused =
        archive("/v1/skills", form, form("no zip".getBytes(StandardCharsets.UTF_8)))
            .problem(422, "invalid_skill")
            .json();
    assertThat(refused.at("/problems/0/file").asText()).isEqualTo("(archive)");
    ByteArrayOutputStream evil = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(evil, StandardCharsets.UTF_8)) {
      for (String path : List.of("SKILL.md", "skill.md", "../../evil")) {
        out.putNextEntry(new ZipEntry(path));
        out.closeEntry();
      }
    }
    assertThat(
            archive("/v1/skills", "application/zip", evil.toByteArray())
                .problem(422, "invalid_skill")
                .json()
                .path("problems"))
        .extracting(flaw -> flaw.path("file").asText())
        .containsExactly("skill.md", "../../evil");
  }

  private Answer archive(String path, String type, byte[] body) {
    return client.send("POST", path, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  private static byte[] form(byte[]... files) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (byte[] file : files) {
      form.write(
          "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\n"
              .getBytes(StandardCharsets.UTF_8));
      form.write(file);
      form.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    form.write("--cut--\r\n".getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  @Test
  void oneKeyMakesOneSkill() {
    String body = skill("once", "One.");
    Answer made = client.post("/v1/skills", body, "Idempotency-Key", "once").expect(201);
    Answer again = client.post("/v1/skills", body, "Idempotency-Key", "once").expect(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json()).isEqualTo(made.json());
    client.post("/v1/skills", body).problem(409, "skill_name_taken");
    client.post("/v1/skills?dry_run=true", body).problem(409, "skill_name_taken");
  }

  @Test
  void versionsAreAddedPromotedAndGoneBackTo() {
    client.post("/v1/skills", skill("crm", "One.")).expect(201);
    client
        .post("/v1/skills/crm/versions", more(skill("crm", "Two."), "\"promote\":false"))
        .expect(201);
    assertThat(instructions("crm")).isEqualTo("One.");
    client.post("/v1/skills/crm/versions/2/promote", "").expect(200);
    assertThat(instructions("crm")).isEqualTo("Two.");
    client.post("/v1/skills/crm/versions/1/promote", "").expect(200);
    assertThat(instructions("crm")).isEqualTo("One.");
    JsonNode page = client.get("/v1/skills/crm/versions?limit=1").expect(200).json();
    assertThat(page.at("/items/0/version").asInt()).isEqualTo(2);
    assertThat(
            client
                .get("/v1/skills/crm/versions?limit=1&after=" + page.path("next").asText())
                .expect(200)
                .json()
                .at("/items/0/current")
                .asBoolean())
        .isTrue();
    client
        .post("/v1/skills/crm/versions", more(skill("crm", "x"), "\"expected_latest\":1"))
        .problem(409, "skill_version_conflict");
    client
        .post("/v1/skills/crm/versions", withoutKind(skill("other", "x")))
        .problem(422, "invalid_skill");
    assertThat(
            client
                .post("/v1/skills/crm/versions?dry_run=true", withoutKind(skill("crm", "Three.")))
                .expect(200)
                .string("instructions"))
        .isEqualTo("Three.");
    client.post("/v1/skills/crm/versions", "").problem(422, "invalid_skill");
    client.get("/v1/skills/crm/versions/3").problem(404, "skill_version_not_found");
    client.post("/v1/skills/crm/versions/3/promote", "").problem(404, "skill_version_not_found");
    client.post("/v1/skills/clock/versions", "{}").problem(409, "skill_not_custom");
    client.get("/v1/skills/nobody/versions").problem(404, "skill_not_found");
  }

  @Test
  void anAgentNamesASkillOrAVersionOfIt() {
    client.post("/v1/skills", skill("crm", "One.")).expect(201);
    agent("\"crm@1\"").expect(201);
    agent("\"crm@2\"").problem(422, "unknown_skill").field("/config/skills/0");
    agent("\"clock@1\"").problem(422, "unknown_skill");
    agent("\"crm\",\"crm@1\"").problem(422, "invalid_field").field("/config/skills/1");
  }

  @Test
  void aRunGoesOnWithTheVersionItsAgentPinned() {
    client.post("/v1/skills", skill("crm", "The first text.")).expect(201);
    String agent =
        agent(
                "\"crm@1\"],\"approvals\":{\"rules\":[{\"tool\":\"crm__read_file\",\"mode\":\"always\"}]},"
                    + "\"fallback_models\":[")
            .expect(201)
            .string("id");
    Answer run =
        client
            .post(
                "/v1/runs",
                JSON.createObjectNode()
                    .put("agent_id", agent)
                    .put(
                        "input",
                        "use open_skill {\"skill\":\"crm\"} then use crm__read_file"
                            + " {\"path\":\"SKILL.md\"}")
                    .toString())
            .expect(202);
    String path = "/v1/runs/" + run.string("run_id");
    Awaitility.await("the approval it waits for")
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.get(path).json().at("/interrupts/0/id").isTextual());
    client
        .post("/v1/skills/crm/versions", withoutKind(skill("crm", "The second text.")))
        .expect(201);
    String interrupt = client.get(path).json().at("/interrupts/0/id").asText();
    client.post(path + "/approve", "{\"interrupt_id\":\"" + interrupt + "\"}").expect(200);
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    String messages =
        client.get("/v1/sessions/" + run.string("session_id") + "/messages").expect(200).text();
    assertThat(messages).contains("The first text.").doesNotContain("The second text.");
  }

  @Test
  void aSkillThatAgentsNeedIsNotDeleted() {
    client.post("/v1/skills", skill("crm", "One.")).expect(201);
    Answer agent = agent("\"crm\"").expect(201);
    assertThat(client.delete("/v1/skills/crm").problem(409, "skill_in_use").string("detail"))
        .contains(agent.string("name"));
    client.delete("/v1/agents/" + agent.string("id")).expect(204);
    client.delete("/v1/skills/crm").expect(204);
    client.get("/v1/skills/crm").problem(404, "skill_not_found");
    client.delete("/v1/skills/crm").problem(404, "skill_not_found");
    client.delete("/v1/skills/clock").problem(409, "skill_not_custom");
    assertThat(client.post("/v1/skills", skill("crm", "Anew.")).expect(201).string("pinned"))
        .isEqualTo("crm@2");
  }

  @Test
  void strangersSeeNothingOfIt() {
    client.post("/v1/skills", skill("crm", "Ours.")).expect(201);
    Client stranger = service.newOrganization();
    stranger.get("/v1/skills/crm").problem(404, "skill_not_found");
    stranger.get("/v1/skills/crm/versions/1").problem(404, "skill_not_found");
    stranger.delete("/v1/skills/crm").problem(404, "skill_not_found");
    stranger
        .post("/v1/skills/crm/versions", withoutKind(skill("crm", "Theirs.")))
        .problem(404, "skill_not_found");
    stranger.post("/v1/skills", skill("crm", "Theirs.")).expect(201);
    assertThat(instructions("crm")).isEqualTo("Ours.");
  }

  private String instructions(String skill) {
    return client.get("/v1/skills/" + skill).expect(200).string("instructions");
  }

  private Answer agent(String skills) {
    return client.post(
        "/v1/agents",
        "{\"name\":\"%s\",\"config\":{\"skills\":[%s]}}".formatted(UUID.randomUUID(), skills));
  }

  private String tried(String skill, String tool, String arguments) {
    return client
        .post(
            "/v1/skills/%s/tools/%s__%s:try".formatted(skill, skill, tool),
            "{\"arguments\":" + arguments + "}")
        .expect(200)
        .string("content");
  }

  private static String skill(String name, String text) {
    return files(
        Map.of("SKILL.md", "---\nname: " + name + "\ndescription: A test.\n---\n" + text + "\n"));
  }

  private static String files(Map<String, String> files) {
    ObjectNode body = JSON.createObjectNode().put("kind", "skill_md");
    ArrayNode list = body.putArray("files");
    files.forEach((path, text) -> list.addObject().put("path", path).put("text", text));
    return body.toString();
  }

  private static String withoutKind(String body) {
    return body.replace("\"kind\":\"skill_md\",", "");
  }

  private static String more(String body, String field) {
    return withoutKind(body).replaceFirst("\\{", "{" + field + ",");
  }

  private static String upload(byte[] zip) {
    return JSON.createObjectNode()
        .put("kind", "skill_md")
        .put("archive", Base64.getEncoder().encodeToString(zip))
        .toString();
  }

  /** The folder, as an archiver packs it. */
  private static byte[] zip(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8);
        Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : all) {
        zip.putNextEntry(new ZipEntry(folder.getFileName() + "/" + folder.relativize(file)));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
