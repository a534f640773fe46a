package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.OrganizationStore.OrganizationChange;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a suspension left at work, because its server died right after it, is found and paused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuspensionPauseTest {

  private final StoreFixture fixture = new StoreFixture(SuspensionPauseTest.class);
  private final Store store = fixture.store();
  private final RunRecovery recovery = store.recovery();
  private final Caller caller = fixture.caller();
  private final Requester operator = AdminFixture.as(fixture.caller(), Permission.all());

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void findsWhatIsAtWorkOnlyWhileTheOrganizationIsSuspended() {
    Run running = fixture.running(caller);
    Run queued = fixture.start(caller, running.agentId(), running.sessionId(), "next");
    Run other = fixture.running(fixture.caller());
    assertThat(recovery.toPause(null, 1000)).doesNotContain(running.ref(), queued.ref());
    assertThat(recovery.pause(running.ref())).as("nobody suspended it").isEmpty();

    suspend();
    assertThat(recovery.toPause(caller.orgId(), 1000))
        .contains(running.ref(), queued.ref())
        .doesNotContain(other.ref());
    assertThat(recovery.toPause(null, 1000)).contains(running.ref(), queued.ref());
    CommandAccepted told = recovery.pause(running.ref()).orElseThrow();
    assertThat(told.run().status()).isEqualTo(RunStatus.PAUSED);
    assertThat(told.ring()).containsExactly(running.ref());
    assertThat(recovery.pause(queued.ref())).isPresent();
    assertThat(recovery.toPause(caller.orgId(), 1000)).doesNotContain(running.ref(), queued.ref());

    assertThat(pauses(running)).containsExactly(operator.caller().userId());
    recovery.pause(running.ref());
    assertThat(pauses(running)).as("told once").hasSize(1);
    activate();
    store.commands().accept(caller, running.id(), new RunCommand.Resume(), null);
    assertThat(recovery.pause(running.ref())).as("what was resumed since").isEmpty();
  }

  @Test
  void aRunThatWasPausedAndResumedBeforeIsPausedAgain() {
    Run run = fixture.running(caller);
    store.commands().accept(caller, run.id(), new RunCommand.Pause(), null);
    store.commands().accept(caller, run.id(), new RunCommand.Resume(), null);
    suspend();
    assertThat(recovery.toPause(caller.orgId(), 1000)).contains(run.ref());
    assertThat(recovery.pause(run.ref()).orElseThrow().run().status()).isEqualTo(RunStatus.PAUSED);
    activate();
  }

  @Test
  void whatHasEndedMeanwhileIsLetBe() {
    Run run = fixture.running(caller);
    suspend();
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(recovery.toPause(caller.orgId(), 1000)).doesNotContain(run.ref());
    assertThat(recovery.pause(run.ref())).isEmpty();
    assertThat(recovery.pause(new RunRef(caller.orgId(), run.sessionId(), fixture.id()))).isEmpty();
    activate();
  }

  private List<UUID> pauses(Run run) {
    return store.commands().list(run.orgId(), run.id()).stream()
        .filter(row -> row.kind() == Command.Kind.PAUSE)
        .map(CommandRow::createdBy)
        .toList();
  }

  private void suspend() {
    change(Organization.Status.SUSPENDED);
  }

  private void activate() {
    change(Organization.Status.ACTIVE);
  }

  private void change(Organization.Status status) {
    store
        .organizations()
        .update(operator, caller.orgId(), new OrganizationChange(null, null, status, null));
  }
}
