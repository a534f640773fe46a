package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureError.ModelFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.http.Limits;
import dev.perdure.llm.http.Transport;
import dev.perdure.testkit.ModelServer;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A provider over HTTP, and the model server as a process of its own that it calls. */
abstract class ProviderBench {

  static final String LONG = "A fairly long answer that takes quite a number of chunks.";
  static ModelServer server;

  Transport transport;
  ModelProvider provider;

  abstract ModelProvider provider(String baseUrl, Transport transport);

  /** Where the model server speaks the provider's protocol. */
  String path() {
    return "/v1";
  }

  /** What comes of arguments that are not JSON: to some providers they are text, to others not. */
  String codeOfHalfACall() {
    return "model_output_limit";
  }

  /** What the provider tells of 100 tokens, of which 40 came from its cache, and 20 answered. */
  TokenUsage counted() {
    return new TokenUsage(100, 40, 20, 0);
  }

  @BeforeAll
  static void startServer() {
    server = ModelServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    server.reset();
    use(Limits.defaults());
  }

  @AfterEach
  void close() {
    transport.close();
  }

  final void use(Limits limits) {
    if (transport != null) {
      transport.close();
    }
    transport = new Transport(limits, InstantSource.system());
    provider = provider(server.url() + path(), transport);
  }

  static ModelRequest ask(String text) {
    return Asks.user("scripted", text, Asks.CLOCK, Asks.CALCULATOR);
  }

  ModelReply call(ModelRequest request) {
    return provider.call(request, text -> {}, Cancellation.NEVER);
  }

  ModelFailed failure(ModelRequest request) {
    return (ModelFailed) error(() -> call(request));
  }

  static PerdureError error(ThrowingCallable call) {
    return catchThrowableOfType(PerdureException.class, call).error();
  }
}
