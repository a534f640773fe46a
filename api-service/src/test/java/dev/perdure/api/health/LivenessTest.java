package dev.perdure.api.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LivenessTest {

  @Test
  void livesWhileItsThreadsRun() throws InterruptedException {
    assertThat(new Liveness(Duration.ofSeconds(10)).alive()).isTrue();
  }

  @Test
  void doesNotLiveWhenTheCarriersAreAllHeld() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stalled.class.getName())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("false");
    } finally {
      process.destroyForcibly();
    }
  }

  /** A process whose one carrier is held by a thread that never gives it away. */
  static final class Stalled {
    public static void main(String[] arguments) throws InterruptedException {
      Thread.startVirtualThread(() -> {
        while (true) {
          Thread.onSpinWait();
        }
      });
      System.out.print(new Liveness(Duration.ofMillis(500)).alive());
      System.exit(0);
    }
  }
}
