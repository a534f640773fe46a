package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.InvitationStore;
import dev.perdure.core.port.QuotaStore;
import dev.perdure.core.port.RoleStore;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.SigningStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.ToolTrials;
import dev.perdure.core.port.UserStore;
import dev.perdure.core.tenant.Caller;
import dev.perdure.store.TenancyProbes.Probe;
import dev.perdure.store.TenancyProbes.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
abstract class TenancyContract {

  /** Methods that name nothing of anybody. */
  private static final Set<String> NAMING_NOTHING =
      Set.of(
          "AgentStore.create",
          "CustomSkillStore.create",
          // The caller's own key; ToolTrialsTest and CustomSkillStoreTest try another's.
          "CustomSkillStore.made",
          "ToolTrials.begin",
          "AuditLog.record",
          "UserStore.create",
          "InvitationStore.create",
          // Who shows an invitation is of no organization yet.
          "InvitationStore.find",
          "RoleStore.create");

  final StoreFixture fixture;
  private final Store store;
  private final String rowsOfAllTables;

  TenancyContract(StoreFixture fixture) {
    this.fixture = fixture;
    this.store = fixture.store();
    this.rowsOfAllTables =
        fixture.sql().withHandle(Schema::tables).stream()
            .map(table -> "SELECT t::text AS row FROM " + table + " t WHERE org_id = :org")
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY row"));
  }

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
    Target own = TenancyTargets.of(fixture, fixture.caller());
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
                AuditLog.class,
                ApiKeyStore.class,
                UserStore.class,
                InvitationStore.class,
                RoleStore.class,
                QuotaStore.class,
                SigningStore.class,
                CustomSkillStore.class,
                ToolTrials.class)
            .flatMap(port -> Stream.of(port.getDeclaredMethods()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(TenancyContract::name)
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
