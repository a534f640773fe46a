package dev.perdure.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with a {@code Content-Encoding}: those that are what it says, and those that are not. */
class EncodedBodiesTest {

  /** More than what an upload may have here, see {@link TestService}. */
  private static final int TOO_MUCH = 9_000_000;

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();
  private final String files = "/v1/sessions/" + client.newSession() + "/files";

  private Answer put(String name, byte[] body, String... headers) {
    return client.send("PUT", files + "/" + name, BodyPublishers.ofByteArray(body), headers);
  }

  private Answer post(String path, byte[] body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return client.send("POST", path, BodyPublishers.ofByteArray(body), all.toArray(String[]::new));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  @Test
  void aPackedBodyIsWhatWasPacked() throws IOException {
    byte[] agent = "{\"name\":\"packed\"}".getBytes(UTF_8);
    assertThat(
            post("/v1/agents", gzip(agent), "Content-Encoding", "gzip").expect(201).string("name"))
        .isEqualTo("packed");
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(gzip("one".getBytes(UTF_8)));
    twice.write(gzip("two".getBytes(UTF_8)));
    put("a", twice.toByteArray(), "Content-Encoding", "GZIP").expect(201);
    assertThat(client.get(files + "/a").expect(200).text()).isEqualTo("onetwo");
    put("b", new byte[0], "Content-Encoding", "gzip").expect(201);
    assertThat(client.get(files + "/b").expect(200).text()).isEmpty();
    put("c", "plain".getBytes(UTF_8), "Content-Encoding", "identity").expect(201);
    assertThat(client.get(files + "/c").expect(200).text()).isEqualTo("plain");
  }

  @Test
  void aBodyThatIsNoGzipIsRefused() throws IOException {
    byte[] whole = gzip("{\"agent\":\"demo\",\"input\":\"hello\"}".getBytes(UTF_8));
    for (byte[] body :
        List.of("abcdef".getBytes(UTF_8), "x".getBytes(UTF_8), cut(whole, 1), cut(whole, 9))) {
      post("/v1/runs", body, "Content-Encoding", "gzip").problem(400, "malformed_body");
    }
  }

  @Test
  void nothingIsStoredOfAGzipThatIsCutOrSpoiled() throws IOException {
    byte[] content = new byte[200_000];
    new Random(7).nextBytes(content);
    byte[] whole = gzip(content);
    byte[] spoiled = whole.clone();
    spoiled[whole.length / 2] ^= 1;
    List<byte[]> broken =
        List.of(
            "x".getBytes(UTF_8),
            "abcdef".getBytes(UTF_8),
            cut(whole, 100_000),
            cut(whole, 1),
            cut(whole, 8),
            spoiled);
    for (byte[] body : broken) {
      put("a", body, "Content-Encoding", "gzip").problem(400, "body_incomplete");
    }
    client.get(files + "/a").problem(404, "file_not_found");
  }

  private static byte[] cut(byte[] whole, int bytes) {
    return Arrays.copyOf(whole, whole.length - bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "deflate", "gzip, gzip", "aws-chunked"})
  void anotherEncodingIsRefusedWithThoseThatAreTaken(String encoding) {
    Answer answer =
        put("a", new byte[] {1, 2, 3}, "Content-Encoding", encoding)
            .problem(415, "unsupported_encoding");
    assertThat(answer.header("Accept-Encoding")).contains("gzip");
    post("/v1/agents", new byte[] {1, 2, 3}, "Content-Encoding", encoding)
        .problem(415, "unsupported_encoding");
    client.get(files + "/a").problem(404, "file_not_found");
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() throws IOException {
    put("a", gzip(new byte[TOO_MUCH]), "Content-Encoding", "gzip").problem(413, "body_too_large");
    post("/v1/agents", gzip(new byte[TOO_MUCH]), "Content-Encoding", "gzip")
        .problem(413, "body_too_large");
    client.get(files + "/a").problem(404, "file_not_found");
  }

  @Test
  void anUploadOfUnknownLengthThatTurnsOutTooLargeIsRefused() {
    client
        .send(
            "PUT",
            files + "/a",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[TOO_MUCH])))
        .problem(413, "body_too_large");
    client.get(files + "/a").problem(404, "file_not_found");
  }
}
