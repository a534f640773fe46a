package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends requests byte by byte as they are written, which no client library would. */
final class RawHttp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MS = 20_000;

  private final URI url;

  RawHttp(URI url) {
    this.url = url;
  }

  /**
   * Sends one request on a connection of its own.
   *
   * @param headers lines with their ends, of any characters up to U+00FF, or of more in UTF-8
   */
  Reply send(String method, String target, String headers, String body) {
    String text =
        "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(
                method,
                target,
                url.getAuthority(),
                headers,
                body.getBytes(StandardCharsets.UTF_8).length,
                body);
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (IOException e) {
        // It hung up on what was still being sent; what it said before counts.
        if (answer.size() == 0) {
          throw e;
        }
      }
      return Reply.read(answer.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with something done when all but the last character of the body has been sent. */
  Reply sendLate(String method, String target, String headers, String body, Runnable before) {
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(
                method,
                target,
                url.getAuthority(),
                headers,
                body.length(),
                body.substring(0, body.length() - 1));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      before.run();
      socket.getOutputStream().write(body.charAt(body.length() - 1));
      socket.getOutputStream().flush();
      return Reply.read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came back; the body of a chunked answer is in one chunk here. */
  record Reply(int status, String head, String body) {

    static Reply read(String text) {
      int end = text.indexOf("\r\n\r\n");
      assertThat(end).as("an answer: %s", text).isPositive();
      String head = text.substring(0, end).toLowerCase(Locale.ROOT);
      String body = text.substring(end + 4);
      if (head.contains("transfer-encoding: chunked") && body.indexOf('{') >= 0) {
        body = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1);
      }
      return new Reply(Integer.parseInt(head.split(" ", 3)[1]), head, body);
    }

    /** The code of the problem that this has to be. */
    String code() {
      assertThat(head).as(body).contains("content-type: application/problem+json");
      try {
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        return problem.path("code").asText();
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }
  }
}
