package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Run;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.store.TenancyProbes.Probe;
import dev.perdure.store.TenancyProbes.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What another organization sees of one's things through each method of the ports: exactly what it
 * sees of things that never were.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {

  /** Methods that name nothing of anybody. */
  private static final Set<String> NAMING_NOTHING = Set.of("AgentStore.create");

  private final StoreFixture fixture = new StoreFixture(TenancyTest.class);
  private final Store store = fixture.store();
  private final String rowsOfAllTables =
      fixture.sql().withHandle(Schema::tables).stream()
          .map(table -> "SELECT t::text AS row FROM " + table + " t WHERE org_id = :org")
          .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY row"));

  @AfterAll
  void close() {
    fixture.close();
  }

  static Stream<Probe> probes() {
    return TenancyProbes.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("probes")
  void showsStrangersNothingAndLetsThemChangeNothing(Probe probe) {
    Target own = target(fixture.caller());
    Caller stranger = fixture.caller();
    List<String> before = rowsOf(own.caller());
    String foreign = outcome(probe, own.seenBy(stranger));
    String neverWas = outcome(probe, own.replaced(stranger, fixture::id));
    assertThat(foreign).isEqualTo(neverWas);
    assertThat(rowsOf(own.caller())).isEqualTo(before);
    assertThat(outcome(probe, own)).as("what the owner gets").isNotEqualTo(neverWas);
  }

  @Test
  void probesEveryMethodOfThePorts() {
    Set<String> methods =
        Stream.of(
                AgentStore.class,
                SessionStore.class,
                RunStore.class,
                RunForks.class,
                CommandStore.class,
                InterruptStore.class,
                StepStore.class,
                EventStore.class,
                EffectStore.class,
                BudgetStore.class,
                DelegationStore.class,
                ArtifactStore.class,
                AuditLog.class)
            .flatMap(port -> Stream.of(port.getDeclaredMethods()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(TenancyTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    methods.removeAll(NAMING_NOTHING);
    methods.add("RunRecovery.awaitRecovery");
    methods.add("RunRecovery.undoAgain");
    assertThat(TenancyProbes.ALL.stream().map(Probe::method).collect(Collectors.toSet()))
        .isEqualTo(methods);
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private Target target(Caller owner) {
    Run run = fixture.running(owner);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("Looking.", 3));
    UUID idle = store.sessions().create(owner, "Idle", null, java.util.Map.of(), null).value().id();
    fixture.record(
        owner.orgId(),
        Actor.of(owner, null, null)
            .did("agent.probe", AuditEntry.Target.of("agent", run.agentId())));
    UUID message = store.sessions().transcript(owner.orgId(), run.threadId(), 0).getFirst().id();
    return new Target(
        owner,
        run.agentId(),
        store.agents().get(owner.orgId(), run.agentId()).orElseThrow().name(),
        run.ref(),
        run.threadId(),
        message,
        idle,
        fixture.claim(run, 3),
        fixture.claimCall(run, 2, 1),
        cancelled(owner),
        artifact(run),
        interrupt(run));
  }

  /** The artifact of a call that has taken effect. */
  private UUID artifact(Run run) {
    Claim.Claimed call = fixture.claimCall(run, 2, 2);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(1));
    NewArtifact artifact = new NewArtifact(fixture.id(), "a.txt", "text/plain", "whole");
    store
        .steps()
        .commitToolCall(
            call, new CallOutcome(ToolOutput.of("digest"), artifact, EffectEntry.Status.COMMITTED));
    return artifact.id();
  }

  /** An approval that nobody has given. */
  private UUID interrupt(Run run) {
    return Objects.requireNonNull(
        store.interrupts().open(TenancyProbes.approval(run.ref())).interruptId());
  }

  /** A run that was writing a message, with a command nobody took. */
  private dev.perdure.core.run.RunRef cancelled(Caller owner) {
    Run run = fixture.running(owner);
    store.steps().openMessage(fixture.claim(run, 1), UUID.randomUUID());
    fixture.cancel(owner, run.id());
    return run.ref();
  }

  private String outcome(Probe probe, Target target) {
    String outcome;
    try {
      outcome = String.valueOf(probe.call().apply(store, target));
    } catch (PerdureException e) {
      outcome = e.error().toString();
    }
    return target.withoutIds(outcome);
  }

  private List<String> rowsOf(Caller caller) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery(rowsOfAllTables)
                .bind("org", caller.orgId().value())
                .mapTo(String.class)
                .list());
  }
}
