package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The whole service behind PgBouncer in transaction mode, where a connection is another's after
 * each transaction. Counted as skipped where PgBouncer is not installed.
 */
class PgBouncerTest {

  private static final int RUNS = 8;

  private final TestStack stack =
      SharedDevStack.get().forTest(PgBouncerTest.class, "api", TestService::migrate);

  @Test
  void organizationsWorkAtOnceOverFewConnectionsAndSeeNothingOfEachOther() throws Exception {
    Optional<Path> program = PgBouncer.program();
    assumeTrue(program.isPresent(), "pgbouncer is not on the PATH");
    Map<String, String> environment = TestService.environment(stack);
    try (PgBouncer bouncer = PgBouncer.start(program.get(), stack.service())) {
      environment.put("PERDURE_POSTGRES_URL", bouncer.jdbcUrl(stack.service()));
      try (ServiceProcess behind = ServiceProcess.start(environment)) {
        List<Client> clients = List.of(client(behind), client(behind), client(behind));
        List<List<String>> runs = work(clients);
        for (int i = 0; i < clients.size(); i++) {
          Client client = clients.get(i);
          assertThat(client.get("/v1/runs?limit=200").json().path("items")).hasSize(RUNS);
          for (String theirs : runs.get((i + 1) % clients.size())) {
            client.get("/v1/runs/" + theirs).problem(404, "run_not_found");
          }
        }
        assertThat(behind.log()).doesNotContain("prepared statement", "SQLState: 25P0");
      }
    }
  }

  private static List<List<String>> work(List<Client> clients) throws Exception {
    List<List<Future<String>>> started = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Client client : clients) {
        List<Future<String>> own = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          own.add(threads.submit(() -> run(client)));
        }
        started.add(own);
      }
    }
    return started.stream().map(own -> own.stream().map(Future::resultNow).toList()).toList();
  }

  private static String run(Client client) {
    Answer accepted = client.run("hello");
    assertThat(client.await(accepted).string("status")).isEqualTo("succeeded");
    String id = accepted.string("run_id");
    assertThat(client.get("/v1/runs/" + id + "/events").text()).contains("RUN_FINISHED");
    client.post("/v1/tokens", "").expect(201);
    return id;
  }

  private Client client(ServiceProcess behind) {
    return new Client(behind.url(), TestService.provision(stack).apiKey(), Contract.of(behind));
  }
}
