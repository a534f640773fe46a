package dev.perdure.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServerProcessTest {

  /** A parent that starts a server, says its pid, and stays. */
  public static final class Parent {
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
      try (var server = ModelServer.start()) {
        System.out.println(server.pid());
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void aServerEndsWhenItsParentIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
    long server = Long.parseLong(out.readLine());
    assertThat(ProcessHandle.of(server)).isPresent();

    parent.destroyForcibly().waitFor();

    await().until(() -> ProcessHandle.of(server).map(handle -> !handle.isAlive()).orElse(true));
  }

  @Test
  void aClosedServerIsGone() {
    ModelServer server = ModelServer.start();
    server.close();
    assertThat(ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }
}
