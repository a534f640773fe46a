package dev.perdure.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunFollowerTest {

  private final List<String> askedAfter = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private List<String> connections = List.of();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/runs/r1/events", this::stream);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void goesOnAfterALostConnectionAndPrintsEachLetterOnce() throws InterruptedException {
    connections =
        List.of(
            """
            id: 1
            data: {"type":"STEP_STARTED","stepName":"THINK"}

            id: 2
            data: {"type":"TEXT_MESSAGE_START","messageId":"m"}

            data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"Hel","metadata":{"offset":0}}

            """,
            """
            : heartbeat

            data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"Hello wor","metadata":{"offset":0}}

            data: {"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"ld","metadata":{"offset":9}}

            id: 3
            data: {"type":"TEXT_MESSAGE_END","messageId":"m"}

            id: 4
            data: {"type":"RUN_FINISHED","outcome":{"type":"success"}}

            """);

    assertThat(follow(new HumanView(terminal()))).isEqualTo(RunOutcome.SUCCEEDED);

    assertThat(askedAfter).containsExactly("", "2");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("● THINK\nHello world\n✓ run finished: success\n");
  }

  @Test
  void printsEachEventAsItCameForPrograms() throws InterruptedException {
    String event = "{\"type\":\"RUN_ERROR\",\"message\":\"no\",\"code\":\"model_refused\"}";
    connections = List.of("id: 1\ndata: " + event + "\n\n");

    assertThat(follow(new JsonView(terminal()))).isEqualTo(RunOutcome.FAILED);

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(event + "\n");
  }

  @Test
  void aSubAgentsEndDoesNotEndTheRun() throws InterruptedException {
    connections =
        List.of(
            """
            data: {"type":"RUN_FINISHED","subagentRunId":"s","outcome":{"type":"success"}}

            data: {"type":"RUN_FINISHED","outcome":{"type":"cancelled"}}

            """);

    assertThat(follow(new HumanView(terminal()))).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test
  void givesUpOnAServiceThatStaysAway() throws InterruptedException {
    server.stop(0);
    assertThat(follow(new HumanView(terminal()))).isEqualTo(RunOutcome.LOST);
  }

  private RunOutcome follow(RunView view) throws InterruptedException {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new RunFollower(new ApiClient(base, "key"), view, Duration.ofMillis(500)).follow("r1");
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  private void stream(HttpExchange exchange) throws IOException {
    int number = askedAfter.size();
    askedAfter.add(
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID")).orElse(""));
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(connections.get(number).getBytes(StandardCharsets.UTF_8));
    }
  }
}
