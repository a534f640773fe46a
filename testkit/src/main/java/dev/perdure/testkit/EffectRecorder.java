package dev.perdure.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.testkit.internal.Json;
import dev.perdure.testkit.internal.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The effect recorder as a separate process, and the way for a test to ask it. Ends with the
 * process that started it.
 */
public final class EffectRecorder implements AutoCloseable {
  private final ServerProcess process;

  private EffectRecorder(ServerProcess process) {
    this.process = process;
  }

  /** Starts it over a new file in the temporary folder. */
  public static EffectRecorder start() {
    try {
      Path file = Files.createTempFile("perdure-effects", ".jsonl");
      file.toFile().deleteOnExit();
      return start(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it over a file, whose effects still count. */
  public static EffectRecorder start(Path file) {
    return new EffectRecorder(
        ServerProcess.start(EffectRecorderMain.class, List.of("--file", file.toString())));
  }

  /**
   * One effect as it was written down.
   *
   * @param number its place in the file, from 1
   */
  public record Effect(int number, String key, JsonNode payload) {}

  /** The address to give to what makes effects, as {@code PERDURE_EFFECT_RECORDER_URL}. */
  public String url() {
    return process.url();
  }

  public long pid() {
    return process.pid();
  }

  public List<Effect> effects() {
    return list("");
  }

  /** The effects with this key, as often as they were made. */
  public List<Effect> effectsOf(String key) {
    return list("?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
  }

  /** Makes coming calls go wrong, in this order. */
  public void inject(RecorderFault... faults) {
    process.post("/control/faults", List.of(faults));
  }

  /** Ends the faults. The effects stay. */
  public void reset() {
    process.post("/control/reset", List.of());
  }

  @Override
  public void close() {
    process.close();
  }

  private List<Effect> list(String query) {
    return List.of(Json.convert(process.get("/effects" + query).path("effects"), Effect[].class));
  }
}
