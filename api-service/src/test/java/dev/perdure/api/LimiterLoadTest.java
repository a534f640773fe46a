package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two servers, one Redis, and more requests than an organization may make. */
class LimiterLoadTest {

  private static final int PER_SECOND = 20;
  private static final int BURST = 60;
  private static final int CLIENTS = 8;
  private static final double SHARE = 0.5;
  private static final Duration LOAD = Duration.ofSeconds(20);
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration WITHOUT_REDIS = Duration.ofSeconds(6);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void serversTogetherGrantTheRateAndWithoutRedisTheirShares() throws Exception {
    DevStackOptions options = DevStackOptions.forTests();
    DevStack own = DevStack.prepare(options);
    own.redis().start();
    TestService shared = TestService.get();
    Map<String, String> environment = TestService.environment(shared.stack);
    environment.put("PERDURE_REDIS_URL", own.addresses().redisUrl());
    // A busy machine is not to look like a Redis that is away.
    environment.put("PERDURE_REDIS_TIMEOUT", "5s");
    try (ServiceProcess one = ServiceProcess.start(environment);
        ServiceProcess other = ServiceProcess.start(environment)) {
      Provisioner.Result organization = shared.provision("org-" + UUID.randomUUID());
      limit(shared, organization);
      List<URI> servers = List.of(one.url(), other.url());

      // A full bucket gains nothing while servers that have just started are slow.
      String another = shared.provision("org-" + UUID.randomUUID()).apiKey();
      assertThat(offer(servers, another, WARM_UP).accepted()).isPositive();

      Load load = offer(servers, organization.apiKey(), LOAD);
      double may = BURST + PER_SECOND * load.seconds();
      System.out.printf(
          "limiter: offered %d in %.2f s to 2 servers, may accept %.1f, accepted %d (%.2f %%)%n",
          load.offered(), load.seconds(), may, load.accepted(), 100 * load.accepted() / may);
      assertThat(load.answers().keySet()).containsExactlyInAnyOrder(200, 429);
      assertThat((double) load.accepted()).isBetween(may * 0.98, may * 1.02);

      own.redis().kill();
      Load without = offer(servers, organization.apiKey(), WITHOUT_REDIS);
      double most = 2 * SHARE * (BURST + PER_SECOND * without.seconds()) + 2;
      System.out.printf(
          "limiter without Redis: offered %d in %.2f s, may accept %.1f, accepted %d%n",
          without.offered(), without.seconds(), most, without.accepted());
      assertThat(without.answers().keySet()).isSubsetOf(200, 429);
      assertThat((double) without.accepted()).isBetween(1.0, most);
    } finally {
      own.redis().kill();
    }
  }

  /** What was offered and answered, from the first request to the last answer. */
  private record Load(Map<Integer, AtomicLong> answers, double seconds) {

    long offered() {
      return answers.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long accepted() {
      return answers.getOrDefault(200, new AtomicLong()).get();
    }
  }

  private Load offer(List<URI> servers, String key, Duration time) throws Exception {
    Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    long began = System.nanoTime();
    long until = began + time.toNanos();
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> clients = new ArrayList<>();
      IntStream.range(0, CLIENTS)
          .forEach(i ->
              clients.add(() -> {
                while (System.nanoTime() < until) {
                  int status = ask(servers.get(i % servers.size()), key);
                  answers.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
                }
                return null;
              }));
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
    }
    return new Load(answers, (System.nanoTime() - began) / 1e9);
  }

  private int ask(URI server, String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/me"))
            .header("Authorization", "Bearer " + key)
            .timeout(Duration.ofSeconds(20))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void limit(TestService shared, Provisioner.Result organization) {
    OrgId orgId = new OrgId(organization.orgId());
    LimitsOverride said =
        new LimitsOverride(null, null, null, null, PER_SECOND, BURST, null, null, null, null);
    shared.store.quotas().put(Actor.service(orgId), orgId, null, said);
  }
}
