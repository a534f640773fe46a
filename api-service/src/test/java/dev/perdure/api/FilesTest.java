package dev.perdure.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.api.cli.Provisioner;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a session over HTTP. */
class FilesTest {

  private static final String TEN = "0123456789";

  private final TestService service = TestService.get();
  private final Provisioner.Result owned = service.provision("files-" + UUID.randomUUID());
  private final Client client = service.client(owned);
  private final String session = client.newSession();
  private final String files = "/v1/sessions/" + session + "/files";

  private Answer put(String path, String content, String... headers) {
    return client.send("PUT", files + "/" + path, BodyPublishers.ofString(content), headers);
  }

  private String etag(String path) {
    return client.get(files + "/" + path).expect(200).header("ETag");
  }

  private List<String> paths(String list) {
    List<String> paths = new ArrayList<>();
    client
        .get(list)
        .expect(200)
        .json()
        .path("items")
        .forEach(item ->
            paths.add(
                item.has("file") ? item.at("/file/path").asText() : item.path("path").asText()));
    return paths;
  }

  @Test
  void aFileIsWrittenReadAndListed() {
    Answer made = put("reports/june 1.csv".replace(" ", "%20"), "a,b\n1,2\n").expect(201);
    assertThat(made.string("path")).isEqualTo("reports/june 1.csv");
    assertThat(made.string("media_type")).isEqualTo("text/csv");
    assertThat(made.string("user_id")).isNotEmpty();
    assertThat(made.json().path("version").asInt()).isEqualTo(1);
    Answer again = put("reports/june%201.csv", "a,b\n1,2\n").expect(200);
    assertThat(again.json()).as("the same content again").isEqualTo(made.json());
    put("reports/june%201.csv", "other").expect(200);
    Answer read = client.get(files + "/reports/june%201.csv").expect(200);
    assertThat(read.text()).isEqualTo("other");
    assertThat(client.get(files + "/reports/june%201.csv?version=1").expect(200).text())
        .isEqualTo("a,b\n1,2\n");
    client.get(files + "/reports/june%201.csv?version=9").problem(404, "file_version_not_found");
    assertThat(read.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"june 1.csv\"; filename*=UTF-8''june%201.csv");
    assertThat(paths(files + "?prefix=rep")).containsExactly("reports/june 1.csv");
    assertThat(paths(files + "?prefix=x")).isEmpty();
    assertThat(paths("/v1/sessions/" + session + "/file-versions?path=reports/june%201.csv"))
        .hasSize(2);
    JsonNode usage = client.get("/v1/sessions/" + session + "/file-usage").expect(200).json();
    assertThat(usage.path("files").asInt()).isEqualTo(1);
    assertThat(usage.path("bytes").asInt()).isEqualTo(13);
    assertThat(client.get("/v1/quotas").expect(200).json().at("/use/stored_bytes").asInt())
        .isEqualTo(13);
    put("empty", "").expect(201);
    assertThat(client.get(files + "/empty").expect(200).text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, 0, bytes 0-0/10",
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=8-, 206, 89, bytes 8-9/10",
    "bytes=8-100, 206, 89, bytes 8-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=-100, 206, 0123456789, bytes 0-9/10",
    "bytes=10-, 416, '', bytes */10",
    "bytes=-0, 416, '', bytes */10",
    "bytes=99999999999999999999-, 416, '', bytes */10",
    "bytes=99999999999999999999-99999999999999999999, 416, '', bytes */10",
    "bytes=2-99999999999999999999, 206, 23456789, bytes 2-9/10",
    "bytes=-99999999999999999999, 206, 0123456789, bytes 0-9/10",
    "bytes=00000000000000000000002-4, 206, 234, bytes 2-4/10",
    "'bytes=0-1,3-4', 200, 0123456789, ''",
    "bytes=4-2, 200, 0123456789, ''",
    "bytes=x, 200, 0123456789, ''",
    "lines=1-2, 200, 0123456789, ''",
    "bytes=-, 200, 0123456789, ''"
  })
  void aRangeIsHonoured(String range, int status, String content, String contentRange) {
    put("ten", TEN).expect(201);
    Answer answer = client.get(files + "/ten", "Range", range, "Accept-Encoding", "gzip");
    assertThat(answer.status()).isEqualTo(status);
    if (status != 416) {
      assertThat(answer.text()).isEqualTo(content);
    }
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
  }

  @Test
  void conditionsOnTheContentAreHonoured() {
    put("a", TEN).expect(201);
    String tag = etag("a");
    client.get(files + "/a", "If-None-Match", tag).expect(304);
    client.get(files + "/a", "If-None-Match", "W/" + tag + ", \"x\"").expect(304);
    client.get(files + "/a", "If-None-Match", "\"other\"").expect(200);
    client.get(files + "/a", "Range", "bytes=0-1", "If-Range", tag).expect(206);
    client.get(files + "/a", "Range", "bytes=0-1", "If-Range", "\"other\"").expect(200);
    put("a", "new", "If-Match", "\"other\"").problem(412, "file_version_conflict");
    put("a", "new", "If-None-Match", "*").problem(412, "file_version_conflict");
    put("b", "new", "If-Match", "*").problem(412, "file_version_conflict");
    put("b", "new", "If-None-Match", "*").expect(201);
    put("a", "new", "If-Match", tag).expect(200);
    put("a", "newer", "If-Match", tag).problem(412, "file_version_conflict");
    put("a", "new", "If-None-Match", tag).problem(400, "invalid_parameter");
    assertThat(client.get(files + "/a").text()).isEqualTo("new");
  }

  @Test
  void headTellsTheSizeAndNoContent() {
    put("a", TEN).expect(201);
    Answer head = client.send("HEAD", files + "/a", BodyPublishers.noBody()).expect(200);
    assertThat(head.header("Content-Length")).isEqualTo("10");
    assertThat(head.header("ETag")).isEqualTo(etag("a"));
    assertThat(head.text()).isEmpty();
  }

  @Test
  void aDownloadIsNeverAPage() {
    String page = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    Answer made =
        client
            .send(
                "PUT", files + "/x.txt", BodyPublishers.ofString(page), "Content-Type", "image/png")
            .expect(201);
    assertThat(made.string("media_type")).as("the client is not believed").isEqualTo("text/html");
    Answer read = client.get(files + "/x.txt").expect(200);
    assertThat(read.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(read.header("Content-Disposition")).startsWith("attachment;");
    assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(read.header("Content-Security-Policy")).contains("sandbox");
  }

  @Test
  void filesAreMovedDeletedRestoredAndPurged() {
    put("in/a", "1").expect(201);
    put("in/b", "2").expect(201);
    String of = "/v1/sessions/" + session;
    client.post(of + "/move-files", "{\"from\":\"in\",\"to\":\"out\"}").expect(200);
    assertThat(paths(files)).containsExactly("out/a", "out/b");
    client
        .post(of + "/move-files", "{\"from\":\"in\",\"to\":\"o\"}")
        .problem(404, "file_not_found");
    client
        .post(of + "/move-files", "{\"from\":\"out/a\",\"to\":\"out/b\"}")
        .problem(409, "path_taken");
    client.post(of + "/move-files", "{\"from\":\"out\"}").problem(422, "field_required");
    client.delete(files + "/out").expect(200);
    assertThat(paths(of + "/file-trash")).containsExactly("out/a", "out/b");
    client.post(of + "/restore-files", "{\"path\":\"out/a\"}").expect(200);
    put("out/a", "3").expect(200);
    client.post(of + "/restore-files", "{\"path\":\"out/a\",\"version\":1}").expect(200);
    assertThat(client.get(files + "/out/a").text()).isEqualTo("1");
    client
        .post(of + "/restore-files", "{\"path\":\"out/a\",\"version\":7}")
        .problem(404, "file_version_not_found");
    assertThat(client.post(of + "/purge-files", "").expect(200).json().path("files").asInt())
        .isEqualTo(1);
    assertThat(paths(of + "/file-trash")).isEmpty();
    client.post(of + "/restore-files", "{\"path\":\"out/b\"}").problem(404, "file_not_found");
    assertThat(client.get("/v1/admin/audit-log?action=files.purge").text()).contains(session);
  }

  private Answer form(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "multipart/form-data; boundary=b"));
    all.addAll(List.of(headers));
    return client.send(
        "POST",
        files + "?folder=up",
        BodyPublishers.ofString(body.replace("\n", "\r\n")),
        all.toArray(String[]::new));
  }

  private static String part(String name, String content) {
    return "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\n".formatted(name)
        + "Content-Type: text/html\n\n"
        + content
        + "\n";
  }

  @Test
  void aFormBringsSeveralFiles() {
    Answer made = form(part("a.txt", "one") + part("deep/b.txt", "two") + "--b--\n").expect(201);
    assertThat(made.json().path("items")).hasSize(2);
    assertThat(made.json().at("/items/0/media_type").asText()).isEqualTo("text/plain");
    assertThat(paths(files)).containsExactly("up/a.txt", "up/deep/b.txt");
    assertThat(client.get(files + "/up/deep/b.txt").text()).isEqualTo("two");
    form(part("c", "3") + part("../d", "4") + "--b--\n").problem(422, "path_invalid");
    assertThat(paths(files)).as("those before are stored").contains("up/c").hasSize(3);
    form("--b--\n").problem(422, "no_file");
    form(part("cut", "x") + "--").problem(400, "body_incomplete");
    form("no form").problem(422, "no_file");
    form("--b\nContent-Disposition: form-data; name=\"f\"\n\nx\n--b--\n")
        .problem(400, "malformed_form");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= 100; i++) {
      many.append(part("m" + i, "" + i));
    }
    form(many + "--b--\n").problem(422, "too_many_files");
    client.post(files, "{}").problem(415, "unsupported_media_type");
  }

  /** What a path of a URL can be made to look like; none reaches anything else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../me",
        "/%2e%2e/x",
        "/a/%2e%2e/%2e%2e/%2e%2e/me",
        "/a%2fb",
        "/..%2fme",
        "//a",
        "/a//b",
        "/a%00b",
        "/a%5cb",
        "/a%0ab",
        "/.",
        "/a/.",
        "/%c0%ae%c0%ae/x",
        "/a%e2%80%aeb"
      })
  void aTrickyPathIsRefused(String path) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      RawHttp.Reply reply =
          new RawHttp(service.process.url())
              .send(
                  method,
                  files + path,
                  "Authorization: Bearer %s\r\n".formatted(owned.apiKey()),
                  method.equals("PUT") ? "x" : "");
      assertThat(reply.status()).as(method + " " + path).isIn(400, 404, 405, 422);
    }
    assertThat(paths(files)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a%2Fb, a slash",
    "a%25b, a percent sign",
    "a%5cb, a backslash",
    "a%0Ab, a control character",
    "a%00b, control character"
  })
  void theCharacterThatNoPathMayHaveIsNamed(String path, String name) {
    RawHttp.Reply reply =
        new RawHttp(service.process.url())
            .send(
                "PUT",
                files + "/" + path,
                "Authorization: Bearer %s\r\n".formatted(owned.apiKey()),
                "x");
    assertThat(reply.code()).isEqualTo("bad_request");
    assertThat(reply.body()).containsIgnoringCase(path.substring(1, 4)).contains(name);
  }

  @Test
  void aPathKeepsWhateverCharactersItHas() {
    for (String encoded : List.of("%3Bd", "e%20f+g", "%F0%9F%98%80.txt")) {
      put(encoded, encoded).expect(201);
      assertThat(client.get(files + "/" + encoded).expect(200).text()).isEqualTo(encoded);
    }
    assertThat(paths(files)).containsExactly(";d", "e f+g", "\ud83d\ude00.txt");
  }

  @Test
  void anotherTenantsIsAnsweredLikeWhatNeverWas() {
    put("a", "ours").expect(201);
    Client stranger = service.newOrganization();
    String never = files.replace(session, UUID.randomUUID().toString());
    for (String at : List.of(files, never)) {
      stranger.get(at).problem(404, "session_not_found");
      stranger.get(at + "/a").problem(404, "session_not_found");
      stranger
          .send("PUT", at + "/a", BodyPublishers.ofString("x"))
          .problem(404, "session_not_found");
      stranger.delete(at + "/a").problem(404, "session_not_found");
    }
    assertThat(client.get(files + "/a").text()).isEqualTo("ours");
  }

  @Test
  void aBodyLargerThanOtherRoutesTakeIsTakenAndOneTooLargeIsNot() {
    String large = TEN.repeat(400_000);
    put("large", large).expect(201);
    assertThat(client.get(files + "/large").expect(200).text().equals(large)).isTrue();
    assertThat(client.get(files + "/large", "Range", "bytes=3999995-").expect(206).text())
        .isEqualTo("56789");
    RawHttp.Reply reply =
        new RawHttp(service.process.url())
            .send(
                "PUT",
                files + "/larger",
                "Authorization: Bearer %s\r\nExpect: 100-continue\r\nContent-Length: 100000001\r\n"
                    .formatted(owned.apiKey()),
                "");
    assertThat(reply.status()).isIn(400, 413);
  }

  @Test
  void aSignedUploadIsHeldAgainstItsSignature() {
    SigningScene scene = new SigningScene();
    String body = "{\"agent\":\"demo\"}";
    String id =
        scene
            .client
            .post(
                "/v1/sessions",
                body,
                Signer.HEADER,
                scene.signer.sign("POST", "/v1/sessions", body))
            .expect(201)
            .string("id");
    String path = "/v1/sessions/" + id + "/files/a";
    String large = TEN.repeat(200_000);
    scene
        .client
        .send(
            "PUT",
            path,
            BodyPublishers.ofString(large + "x"),
            Signer.HEADER,
            scene.signer.sign("PUT", path, large))
        .problem(401, "signature_invalid");
    await().untilAsserted(() -> assertThat(openUploads()).as("left open on the disk").isZero());
    scene
        .client
        .send(
            "PUT",
            path,
            BodyPublishers.ofString(large),
            Signer.HEADER,
            scene.signer.sign("PUT", path, large))
        .expect(201);
    assertThat(
            scene
                .client
                .get(path, Signer.HEADER, scene.signer.get(path))
                .expect(200)
                .text()
                .length())
        .isEqualTo(large.length());
    await().untilAsserted(() -> assertThat(openUploads()).as("left open on the disk").isZero());
  }

  /** Files that have no name any more take room as long as this process has them open. */
  private static long openUploads() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(FilesTest::isUpload).count();
    }
  }

  private static boolean isUpload(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().contains("perdure-upload-");
    } catch (IOException _) {
      return false; // closed meanwhile
    }
  }

  @Test
  void anInputMayReferToAFileThatIsThere() {
    put("a.txt", "x").expect(201);
    String input =
        "{\"agent\":\"demo\",\"input\":[{\"type\":\"text\",\"text\":\"look\"},{\"type\":\"file\","
            + "\"name\":\"a\",\"media_type\":\"text/plain\",\"path\":\"%s\"}]}";
    client.post("/v1/sessions/" + session + "/runs", input.formatted("a.txt")).expect(202);
    client
        .post("/v1/sessions/" + session + "/runs", input.formatted("b.txt"))
        .problem(422, "file_not_found")
        .field("/input/1/path");
    client.post("/v1/runs", input.formatted("a.txt")).problem(422, "file_not_found");
  }

  @Test
  void aForkHasTheFilesAndTheExportHasTheirContents() {
    Answer run =
        client.post("/v1/sessions/" + session + "/runs", "{\"agent\":\"demo\",\"input\":\"hi\"}");
    client.await(run.expect(202));
    put("a.txt", "hello files").expect(201);
    String message =
        client.get("/v1/sessions/" + session + "/messages").json().at("/items/1/id").asText();
    String fork =
        client
            .post("/v1/sessions/" + session + "/fork", "{\"message_id\":\"%s\"}".formatted(message))
            .expect(201)
            .string("id");
    put("a.txt", "changed").expect(200);
    assertThat(client.get("/v1/sessions/" + fork + "/files/a.txt").expect(200).text())
        .isEqualTo("hello files");
    String exported = client.get("/v1/admin/export").expect(200).text();
    assertThat(exported)
        .contains("\"type\":\"file\"", "\"type\":\"file_version\"", "\"type\":\"file_content\"")
        .contains(Base64.getEncoder().encodeToString("hello files".getBytes(UTF_8)));
    assertThat(client.get("/v1/me/export").expect(200).text()).contains("\"file_content\"");
  }
}
