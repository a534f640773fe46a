package dev.perdure.store;

import static dev.perdure.store.FilesFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.quota.Plans;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files that the calls of a run changed are put back with the run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileRollbackTest {

  private final StoreFixture fixture = new StoreFixture(FileRollbackTest.class);
  private final FilesFixture files = FilesFixture.of(fixture, fixture.messages());
  private final Store store = fixture.store();
  private Caller caller;
  private Run run;
  private UUID session;
  private Claim.Claimed[] claims;

  @BeforeEach
  void aRunWithTwoCallsUnderWay() {
    caller = fixture.caller();
    run = fixture.running(caller);
    session = run.ref().sessionId();
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    claims = new Claim.Claimed[] {fixture.claimCall(run, 2, 1), fixture.claimCall(run, 2, 2)};
    for (Claim.Claimed claim : claims) {
      store.effects().intend(claim, Effect.IDEMPOTENT, Duration.ofMinutes(1));
    }
    files.put(caller, session, "a", "before");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private StepRef call(int n) {
    return StepRef.of(run.ref(), 2).withCall(n);
  }

  private Workspace workspace(int n) {
    return files.call(caller, session, call(n).effectKey());
  }

  private void end(int n) {
    store.steps().commitToolCall(claims[n - 1], CallOutcome.of(ToolOutput.of("done")));
  }

  private void rollBack() {
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE runs SET status = 'cancelling', cancel_mode = 'rollback' WHERE id = ?",
                run.id()));
  }

  @Test
  void theOrderOfChangesCountsAndNotThatOfCalls() {
    workspace(1).write("a", text("first 1"), null);
    workspace(2).write("a", text("second 1"), null);
    workspace(1).write("a", text("first 2"), null);
    workspace(2).write("b", text("b"), null);
    workspace(1).move("b", "c");
    end(1);
    end(2);
    rollBack();
    for (StepRef call : store.effects().toUndo(run.ref())) {
      files.call(caller, session, call.effectKey()).undo();
    }
    assertThat(files.paths(caller, session)).containsExactly("a");
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
  }

  @Test
  void eachCallTellsWhatIsLeftOfItsOwn() {
    workspace(1).write("a", text("first"), null);
    workspace(2).write("b", text("second"), null);
    end(1);
    end(2);
    rollBack();
    files.put(caller, session, "a", "person");
    workspace(2).undo();
    assertThatThrownBy(() -> workspace(1).undo())
        .hasMessageContaining("Left as they are: a was changed since.");
    assertThat(files.get(caller, session, "a")).isEqualTo("person");
  }

  @Test
  void aCallThatFailedHalfWayIsPutBackToo() {
    workspace(1).write("a", text("half"), null);
    store.effects().notDone(claims[0]);
    store.effects().notDone(claims[1]);
    rollBack();
    assertThat(store.effects().toUndo(run.ref())).containsExactly(call(1));
    assertThat(store.effects().undoing(call(1))).isPresent();
    workspace(1).undo();
    store.effects().undone(call(1), Undo.PARTLY, "Left as they are: b was changed since.");
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
    assertThat(store.effects().undoing(call(1))).isEmpty();
    store.runs().finish(run.ref(), new Ending.Cancelled());
    assertThat(Transcripts.assertPaired(store, run).toString())
        .contains("undone in part: Left as they are: b was changed since.");
  }

  private void edit(int times) {
    for (int i = 1; i <= times; i++) {
      workspace(1 + i % 2).write("a", text("edit " + i), null);
    }
  }

  private List<Integer> versions() {
    return files.store().versions(caller.orgId(), session, "a").stream()
        .map(version -> version.file().version())
        .toList();
  }

  @Test
  void howeverOftenAFileWasEditedItIsPutBackWhole() {
    edit(15);
    end(1);
    end(2);
    rollBack();
    workspace(2).undo();
    workspace(1).undo();
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
    assertThat(versions()).startsWith(17, 16).endsWith(1).hasSize(17);
  }

  @Test
  void whatARunMayHaveToBringBackStaysAsLongAsItGoesOn() {
    int kept = WorkspaceSettings.STANDARD.versions();
    edit(2 * kept);
    assertThat(versions()).hasSize(2 * kept + 1);
    end(1);
    end(2);
    rollBack();
    workspace(2).undo();
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
    assertThat(versions()).as("what was undone holds no version any more").hasSize(kept);
  }

  @Test
  void ofARunThatIsOverNoMoreVersionsAreKeptThanOfOthers() {
    int kept = WorkspaceSettings.STANDARD.versions();
    edit(2 * kept);
    end(1);
    end(2);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    files.put(caller, session, "a", "after");
    assertThat(versions()).hasSize(kept);
  }

  @Test
  void theRunOfASubAgentIsNotOverBeforeThatAboveIt() {
    Run below = fixture.start(caller, run.agentId(), session, "below");
    fixture
        .sql()
        .useHandle(handle -> {
          handle.execute(
              "UPDATE runs SET parent_run_id = ?, depth = 1, status = 'succeeded', ended_at = now()"
                  + " WHERE id = ?",
              run.id(),
              below.id());
          handle.execute(
              "UPDATE effects SET run_id = ? WHERE org_id = ?", below.id(), caller.orgId().value());
        });
    edit(30);
    assertThat(versions()).endsWith(1);
  }

  @Test
  void howeverLongARunWaitsItCanBeRolledBack() {
    edit(3);
    sweepMuchLater();
    rollBack();
    workspace(2).undo();
    workspace(1).undo();
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
  }

  @Test
  void withTheRunWhatItWouldHaveBroughtBackGoes() {
    edit(3);
    end(1);
    end(2);
    store.runs().finish(run.ref(), new Ending.Cancelled());
    sweepMuchLater();
    assertThat(files.count(caller, "workspace_changes")).isZero();
    assertThat(versions()).hasSize(1);
  }

  private void sweepMuchLater() {
    new FilesFixture(
            fixture,
            fixture.messages(),
            new WorkspaceSettings(1000, 100, 10, Duration.ZERO, Duration.ZERO),
            Plans.builtIn(),
            null,
            Duration.ofHours(1))
        .files()
        .upkeep()
        .sweep();
  }
}
