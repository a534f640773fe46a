package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopsTest {

  private static final UUID RUN = new UUID(7, 1);
  private static final ToolCall LOOK = new ToolCall("", "look", "{\"at\":\"it\",\"n\":1}");

  private final List<Message> transcript = new ArrayList<>();

  @Test
  void countsTheSameCallWithTheSameResult() {
    made(LOOK, "nothing");
    made(LOOK, "nothing");
    made(LOOK, "nothing");
    assertThat(times(LOOK)).isEqualTo(3);
  }

  @Test
  void theOrderOfArgumentsDoesNotMatter() {
    made(LOOK, "nothing");
    assertThat(times(new ToolCall("", "look", " {\"n\":1, \"at\":\"it\"}"))).isEqualTo(1);
    assertThat(times(new ToolCall("", "look", "{\"n\":2,\"at\":\"it\"}"))).isZero();
    assertThat(times(new ToolCall("", "watch", LOOK.arguments()))).isZero();
  }

  @Test
  void aNewResultIsProgress() {
    made(LOOK, "nothing");
    made(LOOK, "nothing");
    made(LOOK, "something");
    assertThat(times(LOOK)).isEqualTo(1);
  }

  @Test
  void somethingNewInBetweenIsProgress() {
    for (int i = 0; i < 5; i++) {
      made(LOOK, "pending");
      made(new ToolCall("", "dig", "{\"deep\":" + i + "}"), "dug");
    }
    assertThat(times(LOOK)).isZero();
  }

  @Test
  void circlesOfSeveralCallsAreNoticed() {
    for (int i = 0; i < 4; i++) {
      made(LOOK, "nothing");
      made(new ToolCall("", "dig", "{}"), "dug");
    }
    assertThat(times(LOOK)).isEqualTo(3);
  }

  @Test
  void aNoticeCountsAndIsNotTakenForSomethingNew() {
    for (int i = 0; i < 3; i++) {
      made(LOOK, "nothing");
    }
    made(LOOK, Loops.notice(3).content(), true);
    made(LOOK, Loops.notice(4).content(), true);
    assertThat(times(LOOK)).isEqualTo(Loops.STOPPED_AFTER);
  }

  @Test
  void whatAPersonSaysIsNew() {
    made(LOOK, "nothing");
    made(LOOK, "nothing");
    add(Role.USER, null, new ContentPart.Text("Look again."));
    made(LOOK, "nothing");
    assertThat(times(LOOK)).isEqualTo(1);
  }

  @Test
  void onlyTheRunsOwnCallsCount() {
    for (int i = 0; i < 3; i++) {
      made(new UUID(7, 2), LOOK, "nothing", false);
    }
    assertThat(times(LOOK)).isZero();
  }

  @Test
  void sideBySideCountsOnce() {
    add(
        Role.ASSISTANT,
        RUN,
        new ToolCall("a", LOOK.name(), LOOK.arguments()),
        new ToolCall("b", LOOK.name(), LOOK.arguments()));
    add(Role.TOOL, RUN, new ToolResult("a", LOOK.name(), "nothing", false));
    add(Role.TOOL, RUN, new ToolResult("b", LOOK.name(), "nothing", false));
    assertThat(times(LOOK)).isEqualTo(1);
  }

  @Test
  void malformedArgumentsAreComparedAsTheyAre() {
    ToolCall broken = new ToolCall("", "look", "{\"at\":");
    made(broken, "not valid");
    made(broken, "not valid");
    assertThat(times(broken)).isEqualTo(2);
  }

  private int times(ToolCall call) {
    return Loops.of(RUN, transcript).times(call);
  }

  private void made(ToolCall call, String result) {
    made(call, result, false);
  }

  private void made(ToolCall call, String result, boolean error) {
    made(RUN, call, result, error);
  }

  private void made(UUID run, ToolCall call, String result, boolean error) {
    String id = "call-" + transcript.size();
    add(Role.ASSISTANT, run, new ToolCall(id, call.name(), call.arguments()));
    add(Role.TOOL, run, new ToolResult(id, call.name(), result, error));
  }

  private void add(Role role, @Nullable UUID run, ContentPart... content) {
    UUID id = new UUID(1, transcript.size());
    transcript.add(
        new Message(
            new OrgId(RUN),
            id,
            RUN,
            RUN,
            transcript.size() + 1,
            run,
            null,
            role,
            List.of(content),
            Instant.EPOCH));
  }
}
