package dev.perdure.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.testkit.EffectRecorder.Effect;
import dev.perdure.testkit.RecorderFault.When;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectRecorderTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void writesEveryCallDownEvenTheSameTwice() throws Exception {
    Path file = folder.resolve("effects.jsonl");
    try (var recorder = EffectRecorder.start(file)) {
      assertThat(send(recorder, "k1", "{\"a\":1}")).isEqualTo(200);
      assertThat(send(recorder, "k2", "{}")).isEqualTo(200);
      assertThat(send(recorder, "k1", "{\"a\":1}")).isEqualTo(200);
      assertThat(recorder.effects()).extracting(Effect::key).containsExactly("k1", "k2", "k1");
      assertThat(recorder.effectsOf("k1")).extracting(Effect::number).containsExactly(1, 3);
      assertThat(Files.readAllLines(file)).hasSize(3);
    }
  }

  @Test
  void stillKnowsItsEffectsAfterARestart() throws Exception {
    Path file = folder.resolve("effects.jsonl");
    try (var recorder = EffectRecorder.start(file)) {
      send(recorder, "k1", "{}");
    }
    try (var recorder = EffectRecorder.start(file)) {
      send(recorder, "k1", "{}");
      assertThat(recorder.effectsOf("k1")).hasSize(2);
    }
  }

  @Test
  void failsBeforeOrAfterTheEffectAsTold() throws Exception {
    try (var recorder = EffectRecorder.start(folder.resolve("effects.jsonl"))) {
      recorder.inject(
          RecorderFault.status(When.BEFORE, 503).forKeysWith("before"),
          RecorderFault.cut(When.AFTER).forKeysWith("cut"),
          RecorderFault.hang(When.AFTER).forKeysWith("hang"));
      assertThat(send(recorder, "before-1", "{}")).isEqualTo(503);
      assertThatThrownBy(() -> send(recorder, "cut-1", "{}")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> send(recorder, "hang-1", "{}"))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(send(recorder, "before-1", "{}")).isEqualTo(200);
      assertThat(recorder.effects())
          .extracting(Effect::key)
          .startsWith("cut-1")
          .containsOnlyOnce("before-1", "hang-1");
    }
  }

  private int send(EffectRecorder recorder, String key, String payload) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(recorder.url() + "/effects"))
            .timeout(Duration.ofSeconds(2))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"key\":\"" + key + "\",\"payload\":" + payload + "}"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
