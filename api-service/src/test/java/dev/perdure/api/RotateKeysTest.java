package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command, beside a running service. What the phases do is tested in the module security. */
class RotateKeysTest {

  private static final String NEXT_KEY = "YW5vdGhlciBrZXkgZm9yIHRlc3RzLCAzMiBieXRlcyE=";

  private final TestService service = TestService.get();
  private final String name = "rotated-" + UUID.randomUUID();
  private final Client client = service.client(service.provision(name));

  @Test
  void aPhaseIsDoneOnceAndTheNextWaitsForEveryNode() throws Exception {
    keepSecret();
    assertThat(rotate(Map.of(), "--phase", "distribute")).contains("DISTRIBUTE: 1 keysets");
    assertThat(rotate(Map.of(), "--phase", "distribute")).contains("DISTRIBUTE: 0 keysets");
    assertThat(rotate(Map.of(), "--phase", "promote"))
        .contains("more seconds until every node", "PROMOTE: 0 keysets");
    client.patch("/v1/admin/secrets/rotated", "{\"value\":\"another\"}").expect(200);
  }

  @Test
  void keysetsGoUnderTheNextKeyEncryptionKey() throws Exception {
    keepSecret();
    Map<String, String> both =
        Map.of(
            "PERDURE_ENCRYPTION_KEY",
            NEXT_KEY,
            "PERDURE_ENCRYPTION_OLD_KEYS",
            TestService.ENCRYPTION_KEY);
    assertThat(rotate(both, "--phase", "rewrap")).contains("REWRAP: 1 keysets");
    assertThat(rotate(both, "--phase", "rewrap")).contains("REWRAP: 0 keysets");
    assertThat(rotate(Map.of(), "--phase", "distribute"))
        .contains("which this process was not given")
        .doesNotContain(NEXT_KEY, TestService.ENCRYPTION_KEY);
  }

  private void keepSecret() {
    client.post("/v1/admin/secrets", "{\"name\":\"rotated\",\"value\":\"one\"}").expect(201);
  }

  private String rotate(Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("rotate-keys", "config/server.yml"));
    command.addAll(List.of("--organization", name));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = ServiceProcess.command(command);
    builder.environment().putAll(TestService.environment(service.stack));
    builder.environment().putAll(more);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
