package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunStartTest {

  private final StoreFixture fixture = new StoreFixture(RunStartTest.class);
  private final Store store = fixture.store();
  private Caller caller;
  private Agent agent;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
    agent = fixture.agent(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Session session() {
    return store.sessions().create(caller, null, agent.id(), Map.of(), null).value();
  }

  private Started start(StartRun request, String key, String fingerprint) {
    return store.runs().start(caller, request, new Idempotency(key, fingerprint));
  }

  @Test
  void makesTheSessionWhenNoneIsNamed() {
    Run run = fixture.start(caller, agent.id(), null, "one  two\nthree");
    assertThat(run.status()).isEqualTo(RunStatus.STARTING);
    assertThat(run.agentVersion()).isEqualTo(1);
    Session session = store.sessions().get(caller.orgId(), run.sessionId()).orElseThrow();
    assertThat(session.title()).isEqualTo("one two three");
    assertThat(session.agentId()).isEqualTo(agent.id());
    assertThat(session.threadId()).isEqualTo(run.threadId());
    assertThat(store.runs().get(caller.orgId(), run.id())).contains(run);
  }

  @Test
  void pinsTheVersionThatIsCurrentAtTheCommit() {
    store
        .agents()
        .addVersion(
            Requester.of(caller), agent.id(), StoreFixture.config(), null, null, true, null);
    Run now = fixture.start(caller, agent.id(), null, "hi");
    store.agents().setCurrent(Requester.of(caller), agent.id(), 1);
    assertThat(store.runs().get(caller.orgId(), now.id()).orElseThrow().agentVersion())
        .isEqualTo(2);
    StartRun named =
        new StartRun(null, agent.id(), 2, List.of(new ContentPart.Text("hi")), InputPolicy.REJECT);
    assertThat(store.runs().start(caller, named, null).run().agentVersion()).isEqualTo(2);
    StartRun unknown =
        new StartRun(null, agent.id(), 3, List.of(new ContentPart.Text("hi")), InputPolicy.REJECT);
    assertRefused("agent_version_not_found", () -> store.runs().start(caller, unknown, null));
  }

  @Test
  void usesTheSessionsAgentWhenNoneIsNamed() {
    StartRun request =
        new StartRun(
            session().id(), null, null, List.of(new ContentPart.Text("hi")), InputPolicy.REJECT);
    assertThat(store.runs().start(caller, request, null).run().agentId()).isEqualTo(agent.id());
    UUID bare = store.sessions().create(caller, null, null, Map.of(), null).value().id();
    StartRun nobody =
        new StartRun(bare, null, null, List.of(new ContentPart.Text("hi")), InputPolicy.REJECT);
    assertRefused("agent_required", () -> store.runs().start(caller, nobody, null));
  }

  @Test
  void refusesWhatIsNotThere() {
    assertRefused(
        "agent_not_found", () -> fixture.start(caller, fixture.id(), session().id(), "hi"));
    assertRefused("session_not_found", () -> fixture.start(caller, agent.id(), fixture.id(), "hi"));
    store.agents().archive(Requester.of(caller), agent.id());
    assertRefused("agent_not_found", () -> fixture.start(caller, agent.id(), null, "hi"));
  }

  @Test
  void settlesTheInputPolicyWhileAnotherRunIsActive() {
    UUID session = session().id();
    fixture.start(caller, agent.id(), session, "first");
    StartRun reject =
        new StartRun(
            session, agent.id(), null, List.of(new ContentPart.Text("second")), InputPolicy.REJECT);
    assertRefused("session_busy", () -> store.runs().start(caller, reject, null));
    assertThat(fixture.start(caller, agent.id(), session, "third").status())
        .isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void startsOneOfFiftyAtOnceAndTheOthersInTheirOrder() {
    UUID session = session().id();
    List<Run> accepted =
        Together.call(50, n -> fixture.start(caller, agent.id(), session, "input " + n));
    assertThat(accepted).filteredOn(r -> r.status() == RunStatus.STARTING).hasSize(1);
    assertThat(accepted).filteredOn(r -> r.status() == RunStatus.QUEUED).hasSize(49);

    List<UUID> order =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT id FROM runs WHERE session_id = :s ORDER BY ordinal")
                    .bind("s", session)
                    .mapTo(UUID.class)
                    .list());
    List<UUID> ran = new ArrayList<>();
    RunRef next =
        accepted.stream()
            .filter(r -> r.status() == RunStatus.STARTING)
            .findFirst()
            .orElseThrow()
            .ref();
    while (next != null) {
      ran.add(next.runId());
      store.runs().begin(next);
      next = store.runs().finish(next, new Ending.Cancelled()).next();
    }
    assertThat(ran).isEqualTo(order);
  }

  @Test
  void makesOneRunOfTwentyRequestsUnderOneKey() {
    StartRun request = StoreFixture.request(agent.id(), session().id(), "once");
    List<Started> answers = Together.call(20, n -> start(request, "key", "f".repeat(64)));
    assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
    assertThat(answers.stream().map(answer -> answer.run().id()).distinct()).hasSize(1);
    assertThat(
            store
                .runs()
                .list(
                    caller.orgId(),
                    new RunFilter(request.sessionId(), null, null),
                    StoreFixture.ALL)
                .items())
        .hasSize(1);
  }

  @Test
  void refusesAKeyUnderWhichAnotherRequestWasMade() {
    StartRun request = StoreFixture.request(agent.id(), null, "once");
    start(request, "key", "1".repeat(64));
    assertRefused("idempotency_key_reused", () -> start(request, "key", "2".repeat(64)));
  }

  @Test
  void forgetsAKeyAfterADay() {
    StartRun request = StoreFixture.request(agent.id(), null, "once");
    Run first = start(request, "key", "1".repeat(64)).run();
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE idempotency_keys SET expires_at = now() - interval '1 second'"
                    + " WHERE org_id = ?",
                caller.orgId().value()));
    Started second = start(request, "key", "2".repeat(64));
    assertThat(second.replayed()).isFalse();
    assertThat(second.run().id()).isNotEqualTo(first.id());
    assertThat(start(request, "key", "2".repeat(64)).run().id()).isEqualTo(second.run().id());
  }

  @Test
  void doesNotKeepTheKeyOfARefusedRequest() {
    StartRun wrong = StoreFixture.request(fixture.id(), null, "hi");
    assertRefused("agent_not_found", () -> start(wrong, "key", "1".repeat(64)));
    StartRun right = StoreFixture.request(agent.id(), null, "hi");
    assertThat(start(right, "key", "2".repeat(64)).replayed()).isFalse();
  }

  @Test
  void keepsWhatPostgresCannotStore() {
    Run run = fixture.start(caller, agent.id(), null, "a\0b\uD800c \\u0000 \uD83D\uDE00");
    assertThat(run.input())
        .containsExactly(new ContentPart.Text("a\uFFFDb\uFFFDc \\u0000 \uD83D\uDE00"));
  }

  @Test
  void answersUnavailableWhenTheDatabaseIsAway() {
    PoolConfig config =
        new PoolConfig(
            "jdbc:postgresql://127.0.0.1:1/none",
            "nobody",
            "",
            1,
            Duration.ofMillis(300),
            Duration.ofSeconds(1));
    try (var pool = Pools.open("nowhere", config)) {
      Store nowhere = StoreFactory.create(pool, Ids.timeOrdered());
      assertRefused("database_unavailable", () -> nowhere.runs().get(caller.orgId(), fixture.id()));
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                      PerdureException.class,
                      () -> nowhere.runs().get(caller.orgId(), fixture.id()))
                  .error()
                  .retryable())
          .isTrue();
    }
  }
}
