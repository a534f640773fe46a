package dev.perdure.skills.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a cluster is reached. */
class ClusterTest {

  @TempDir private Path folder;

  /** The client asks for it every minute, and when it is refused. */
  @Test
  void takesTheTokenThatIsInItsFileNow() throws IOException {
    Path file = write("first");
    KubernetesSettings settings =
        new KubernetesSettings(
            "n", "i", "gvisor", file, "1", Duration.ofSeconds(1), Map.of(), List.of(), null);
    try (KubernetesClient client = new Cluster(settings).get()) {
      assertThat(client.getConfiguration().getAutoOAuthToken()).isEqualTo("first");
      write("second");
      assertThat(client.getConfiguration().refresh().getAutoOAuthToken()).isEqualTo("second");
    }
  }

  private Path write(String token) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(token));
  }
}
