package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.SharedDevStack;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A service whose parts are not there: it starts, says so, and acknowledges nothing. */
class OutageTest {

  @Test
  void withoutAnyPartItLivesAndRefuses() {
    Map<String, String> environment =
        TestService.environment(SharedDevStack.get().forTest(OutageTest.class));
    environment.put("PERDURE_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:1/nothing");
    environment.put("PERDURE_REDIS_URL", "redis://127.0.0.1:1");
    environment.put("PERDURE_TEMPORAL_ADDRESS", "127.0.0.1:1");
    try (ServiceProcess service = ServiceProcess.launch(environment)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> service.get(service.url().resolve("/healthz")).statusCode() == 200);
      HttpResponse<String> ready = service.get(service.url().resolve("/readyz"));
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("not_ready");

      String key = TestService.get().provision("org-" + UUID.randomUUID()).apiKey();
      HttpResponse<String> refused =
          service.get(service.url().resolve("/v1/me"), "Authorization", "Bearer " + key);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("database_unavailable");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(service.isAlive()).isTrue();
    }
  }
}
