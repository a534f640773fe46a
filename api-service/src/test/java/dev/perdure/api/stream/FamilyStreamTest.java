package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stream of a run tells of the sub-agents below it, heard or read, and ends with it alone. */
class FamilyStreamTest {

  private final OrgId org = new OrgId(new UUID(1, 1));
  private final UUID session = new UUID(2, 2);
  private final RunRef parent = run(3);
  private final RunRef child = run(4);
  private final RunRef grandchild = run(5);
  private final RunRef stranger = run(6);
  private final MemoryLog log = new MemoryLog();
  private final List<UUID> family = new ArrayList<>(List.of(parent.runId()));
  private final SseFrames out = new SseFrames();

  @Test
  void aParentsStreamReadFromTheLogHoldsWhatAllBelowItDo() throws IOException {
    story();
    reader(parent.runId(), 0).catchUp();
    assertThat(out.ids()).isEqualTo(LongStream.of(1, 2, 4, 5, 6, 7, 8).boxed().toList());
    assertThat(subAgentOf(1)).isEmpty();
    assertThat(subAgentOf(2)).isEqualTo(child.runId().toString());
    assertThat(subAgentOf(5)).isEqualTo(grandchild.runId().toString());
  }

  @Test
  void aParentsStreamHeardLiveHoldsThemToo() throws IOException {
    EventReader reader = reader(parent.runId(), 0);
    reader.catchUp();
    story();
    for (LoggedEvent event : log.all()) {
      reader.heard(new LiveItem.Events(List.of(event)));
    }
    assertThat(out.ids()).isEqualTo(LongStream.of(1, 2, 4, 5, 6, 7, 8).boxed().toList());
    assertThat(reader.runOver()).isTrue();
  }

  @Test
  void aSubAgentBornWhileTheLogIsReadIsNotPassedOver() throws IOException {
    log.commit(parent, started(parent));
    EventReader reader = reader(parent.runId(), 0);
    // The session's last position was asked for; then more is committed, and a page holds it.
    log.onNextRead(() -> {
      commit(child, parent, new RunEvent.SubagentStarted(child.runId(), "a", null, null, null));
      log.commit(parent, new RunEvent.StepFinished(StepKind.DELEGATE));
      family.add(child.runId());
    });
    reader.catchUp();
    reader.catchUp();
    assertThat(out.ids()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSubAgentsOwnStreamEndsWithIt() throws IOException {
    story();
    family.remove(parent.runId());
    EventReader reader = reader(child.runId(), 0);
    reader.catchUp();
    assertThat(out.ids()).isEqualTo(LongStream.of(2, 4, 5, 6, 7).boxed().toList());
    assertThat(reader.runOver()).isTrue();
  }

  @Test
  void whatASubAgentWritesIsToldAsItsOwn() throws IOException {
    EventReader reader = reader(parent.runId(), 0);
    reader.catchUp();
    UUID message = new UUID(7, 7);
    reader.heard(new LiveItem.Events(List.of(log.commit(parent, started(parent)))));
    reader.heard(
        new LiveItem.Events(
            List.of(commit(child, parent, new RunEvent.TextMessageStart(message, "assistant")))));
    reader.heard(new LiveItem.Text(delta(message, "Hel", 0, false)));
    assertThat(out.types()).endsWith("TEXT_MESSAGE_CONTENT");
    assertThat(out.events().getLast().at("/subagentRunId").asText())
        .isEqualTo(child.runId().toString());
    assertThat(out.events().getLast().at("/metadata/run_id").asText())
        .isEqualTo(child.runId().toString());
  }

  @Test
  void reasoningIsToldInTheWordsOfAgUi() throws IOException {
    EventReader reader = reader(parent.runId(), 0);
    reader.catchUp();
    UUID thought = new UUID(8, 8);
    reader.heard(new LiveItem.Events(List.of(log.commit(parent, started(parent)))));
    reader.heard(
        new LiveItem.Events(List.of(commit(child, parent, new RunEvent.ReasoningStart(thought)))));
    reader.heard(new LiveItem.Text(delta(thought, "Hm", 0, true)));
    reader.heard(
        new LiveItem.Events(
            List.of(commit(child, parent, new RunEvent.ReasoningEnd(thought, "Hm, yes")))));
    assertThat(out.types())
        .containsExactly(
            "RUN_STARTED",
            "REASONING_START",
            "REASONING_MESSAGE_START",
            "REASONING_MESSAGE_CONTENT",
            "REASONING_MESSAGE_CONTENT",
            "REASONING_MESSAGE_END",
            "REASONING_END");
    assertThat(out.events().get(2).at("/role").asText()).isEqualTo("reasoning");
    assertThat(out.events().get(4).at("/delta").asText()).isEqualTo(", yes");
    assertThat(out.events().getLast().at("/text").isMissingNode()).isTrue();
    assertThat(out.ids()).containsExactly(1L, 2L, 3L);
  }

  private void story() {
    log.commit(parent, started(parent));
    commit(child, parent, new RunEvent.SubagentStarted(child.runId(), "a", null, null, null));
    log.commit(stranger, started(stranger));
    commit(child, parent, new RunEvent.StepStarted(StepKind.THINK));
    commit(
        grandchild,
        child,
        new RunEvent.SubagentStarted(grandchild.runId(), "b", null, child.runId(), null));
    commit(grandchild, child, new RunEvent.SubagentErrored(grandchild.runId(), "No.", "no"));
    commit(child, parent, new RunEvent.SubagentFinished(child.runId(), "done"));
    log.commit(
        parent,
        new RunEvent.RunFinished(session, parent.runId(), RunEvent.Outcome.SUCCESS, "done"));
    family.add(child.runId());
    family.add(grandchild.runId());
  }

  private RunRef run(int number) {
    return new RunRef(org, session, new UUID(9, number));
  }

  private RunEvent started(RunRef run) {
    return new RunEvent.RunStarted(session, run.runId(), "1.0");
  }

  private LoggedEvent commit(RunRef run, @Nullable RunRef of, RunEvent event) {
    return log.commit(run, of == null ? null : of.runId(), event);
  }

  private Delta delta(UUID message, String text, int offset, boolean reasoning) {
    return new Delta(
        child.runId(), child.runId() + "/1", message, 1, offset, text, reasoning, parent.runId());
  }

  private String subAgentOf(long pos) {
    return out.events().stream()
        .filter(frame -> frame.id() == pos)
        .findFirst()
        .orElseThrow()
        .at("/subagentRunId")
        .asText();
  }

  private EventReader reader(UUID runId, long after) {
    EventReader reader =
        new EventReader(
            new StreamRequest(org, session, runId, after, Set.of()),
            log,
            message -> "",
            new RunFamily(runId, () -> List.copyOf(family)),
            StreamOptions.defaults(),
            new SseWriter(out));
    reader.prepare();
    return reader;
  }
}
