package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The pepper is changed: keys, console sessions and tokens of before go on. */
class PepperTest {

  private static final String NEXT = "another pepper, of more than enough characters";

  private final TestStack stack =
      SharedDevStack.get().forTest(PepperTest.class, "api", TestService::migrate);

  @Test
  void whatWasUsedSinceTheChangeOutlivesTheOldPepper() throws Exception {
    String key = provision();
    String unused = provision();
    String cookie;
    String token;
    try (ServiceProcess before = start(TestService.PEPPER, "")) {
      Client client = client(before, key);
      token = client.post("/v1/tokens", "{\"expires_in\":3600}").expect(201).string("access_token");
      cookie = signIn(before, key);
    }
    try (ServiceProcess both = start(NEXT, TestService.PEPPER)) {
      client(both, key).get("/v1/me").expect(200);
      client(both, token).get("/v1/me").expect(200);
      client(both, "").get("/v1/me", "Cookie", cookie).expect(200);
      assertThat(storedHash(key)).isEqualTo(hashOf(key, NEXT));
      assertThat(storedHash(unused)).isEqualTo(hashOf(unused, TestService.PEPPER));

      assertThat(rewrap(NEXT, TestService.PEPPER)).contains("REWRAP: 1 signing keys");
      assertThat(rewrap(NEXT, TestService.PEPPER)).contains("REWRAP: 0 signing keys");
    }
    try (ServiceProcess after = start(NEXT, "")) {
      client(after, key).get("/v1/me").expect(200);
      client(after, token).get("/v1/me").expect(200);
      client(after, unused).get("/v1/me").problem(401, "credentials_invalid");
      assertThat(after.log()).doesNotContain("sealed under a pepper that is not known");
    }
  }

  private String provision() {
    return TestService.provision(stack).apiKey();
  }

  private ServiceProcess start(String pepper, String old) {
    return ServiceProcess.startServer(environment(pepper, old));
  }

  private Map<String, String> environment(String pepper, String old) {
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_PEPPER", pepper);
    environment.put("PERDURE_OLD_PEPPERS", old.isEmpty() ? "[]" : "[\"" + old + "\"]");
    return environment;
  }

  private static Client client(ServiceProcess process, String key) {
    return new Client(process.url(), key, Contract.of(process));
  }

  private static String signIn(ServiceProcess process, String key) {
    return client(process, "")
        .post("/v1/auth/session", "{\"api_key\":\"" + key + "\"}", "X-Perdure-Console", "1")
        .expect(204)
        .header("Set-Cookie")
        .replaceFirst(";.*", "");
  }

  private String storedHash(String key) {
    try (HikariDataSource pool = TestService.open(stack.postgres())) {
      return hex(
          Jdbi.create(pool)
              .withHandle(handle ->
                  handle
                      .createQuery("SELECT hash FROM api_keys WHERE id = :id")
                      .bind("id", shown(key).id())
                      .mapTo(byte[].class)
                      .one()));
    }
  }

  private static String hashOf(String key, String pepper) {
    return hex(new KeyHash(pepper).of(shown(key)));
  }

  private static KeyText shown(String key) {
    return KeyText.parse(key).orElseThrow();
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private String rewrap(String pepper, String old) throws IOException, InterruptedException {
    ProcessBuilder builder =
        ServiceProcess.command(List.of("rotate-keys", "config/server.yml", "--phase", "rewrap"));
    builder.environment().putAll(environment(pepper, old));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
