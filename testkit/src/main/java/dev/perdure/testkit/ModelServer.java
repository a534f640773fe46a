package dev.perdure.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.testkit.internal.Json;
import dev.perdure.testkit.internal.ServerProcess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The model server as a separate process, and the way for a test to script it. Ends with the
 * process that started it.
 */
public final class ModelServer implements AutoCloseable {
  private final ServerProcess process;

  private ModelServer(ServerProcess process) {
    this.process = process;
  }

  public static ModelServer start() {
    return new ModelServer(ServerProcess.start(ModelServerMain.class, List.of()));
  }

  /** One that keeps so many of the latest requests for its reports. */
  public static ModelServer keeping(int requests) {
    return new ModelServer(
        ServerProcess.start(
            ModelServerMain.class, List.of("--keep-requests", Integer.toString(requests))));
  }

  /**
   * What the server saw of the requests whose last user message contains a text.
   *
   * @param received all requests, whatever their text
   * @param open those not ended yet
   * @param answered those whose whole answer was written
   * @param failed those that failed as scripted
   * @param aborted those whose client went away
   * @param inputTokens of all answered requests
   * @param outputTokens of all answered requests
   * @param requests the latest matching ones, oldest first
   */
  public record Report(
      int received,
      int open,
      int answered,
      int failed,
      int aborted,
      long inputTokens,
      long outputTokens,
      List<Request> requests) {
    public Report {
      requests = List.copyOf(requests);
    }
  }

  /**
   * One request.
   *
   * @param key the API key it came with
   * @param outcome {@code open}, {@code answered}, {@code failed} or {@code aborted}
   * @param body its JSON body
   */
  public record Request(
      int number,
      String model,
      String key,
      boolean stream,
      String outcome,
      String lastUser,
      JsonNode body) {}

  public String url() {
    return process.url();
  }

  /**
   * The base URL for OpenAI and Anthropic clients alike. Others take {@link #url()} with {@code
   * /v1beta} for Gemini, {@code /mistral/v1} for Mistral, and nothing for Ollama.
   */
  public String baseUrl() {
    return url() + "/v1";
  }

  public long pid() {
    return process.pid();
  }

  /** Adds behaviours after those already scripted. */
  public void script(Behaviour... behaviours) {
    process.post("/control/script", List.of(behaviours));
  }

  /** Ends the behaviours that were scripted for users who say this part. */
  public void heal(String part) {
    process.post(
        "/control/heal?contains=" + URLEncoder.encode(part, StandardCharsets.UTF_8), List.of());
  }

  public Report report() {
    return reportOf("");
  }

  /** The report with only those requests listed whose last user message contains the text. */
  public Report reportOf(String text) {
    String query = "?contains=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return Json.convert(process.get("/control/requests" + query), Report.class);
  }

  /** How many requests whose last user message contains the text ended so, among the latest 200. */
  public long count(String text, String outcome) {
    return reportOf(text).requests().stream()
        .filter(request -> request.outcome().equals(outcome))
        .count();
  }

  /** Forgets script and requests. */
  public void reset() {
    process.post("/control/reset", List.of());
  }

  @Override
  public void close() {
    process.close();
  }
}
