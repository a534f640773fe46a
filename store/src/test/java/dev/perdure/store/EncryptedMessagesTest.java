package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.port.MessageBodies.Change;
import dev.perdure.core.port.MessageBodies.Part;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.TestCipher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages encrypted, in the clear, both side by side, and brought from one to the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncryptedMessagesTest {

  private static final String LOOKS_ENCRYPTED = "pdr$1:00000001:AQAAAAEAAAAA";

  /** Names, states and ids; words, which are not kept then; approved, a hash of what is stored. */
  private static final Set<String> SAYING_NOTHING =
      Set.of(
          "runs.status",
          "runs.waiting_for",
          "runs.input_policy",
          "runs.sub_agent",
          "runs.model",
          "runs.cancel_mode",
          "threads.untrusted_from",
          "messages.step_id",
          "messages.role",
          "messages.words",
          "steps.kind",
          "steps.status",
          "steps.tool",
          "steps.tool_call_id",
          "steps.gate",
          "steps.approved",
          "steps.untrusted_from",
          "steps.skill",
          "steps.tool_digest",
          "commands.kind",
          "commands.choice",
          "execution_logs.step_id",
          "execution_logs.type",
          "execution_logs.name",
          "interrupts.step_id",
          "interrupts.reason",
          "interrupts.status",
          "interrupts.code",
          "interrupts.tool",
          "interrupts.tool_call_id",
          "interrupts.on_deadline",
          "effects.effect_key",
          "effects.tool",
          "effects.skill",
          "effects.effect",
          "effects.status",
          "effects.undo",
          "artifacts.step_id",
          "artifacts.media_type",
          "workspace_contents.store",
          "workspace_files.path_key",
          "workspace_versions.media_type",
          "workspace_versions.effect_key",
          "workspace_changes.effect_key",
          "workspace_changes.operation_key",
          "workspace_changes.kind");

  private final TestCipher cipher = new TestCipher();
  private final StoreFixture on =
      new StoreFixture(EncryptedMessagesTest.class, new MessageEncryption(cipher, true));
  private final StoreFixture off = on.also(new MessageEncryption(cipher, false));
  private final MessageBodies bodies = on.messageBodies(cipher);

  @AfterAll
  void close() {
    on.close();
    off.close();
  }

  @Test
  void aValueThatWasMovedIsRefusedAndNothingElse() {
    Caller owner = on.caller();
    Run one = thought(on, owner);
    Run two = thought(on, owner);
    Run theirs = thought(on, on.caller());
    RunTexts before = texts(on, one);

    move(
        "UPDATE messages SET content = (SELECT content FROM messages m WHERE m.run_id = '%s'"
            + " AND m.seq = 1) WHERE run_id = '%s' AND seq = 1",
        two, one);
    assertThatThrownBy(() -> texts(on, one)).isInstanceOf(UnreadableFieldException.class);
    assertThat(texts(on, two)).isEqualTo(before);

    // To another step of the same run, to another column, to another organization.
    move(
        "UPDATE steps s SET arguments = (SELECT arguments FROM steps WHERE run_id = '%s'"
            + " AND call = 2) WHERE run_id = '%s' AND call = 1",
        two, two);
    assertThatThrownBy(() -> on.claimCall(two, 2, 1)).isInstanceOf(UnreadableFieldException.class);
    move(
        "UPDATE runs SET output = (SELECT input #>> '{}' FROM runs WHERE id = '%s')"
            + " WHERE id = '%s'",
        two, two);
    assertThatThrownBy(() -> on.get(two)).isInstanceOf(UnreadableFieldException.class);
    move(
        "UPDATE runs SET input = (SELECT input FROM runs WHERE id = '%s') WHERE id = '%s'",
        one, theirs);
    assertThatThrownBy(() -> on.get(theirs)).isInstanceOf(UnreadableFieldException.class);

    // An event to another position of its session.
    List<?> log = on.store().events().read(owner.orgId(), one.sessionId(), 0, null, 100);
    assertThat(log).hasSizeGreaterThan(2);
    on.sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE execution_logs l SET event = (SELECT event FROM execution_logs WHERE"
                    + " session_id = l.session_id AND pos = 1) WHERE session_id = ? AND pos = 2",
                one.sessionId()));
    assertThatThrownBy(() -> on.store().events().read(owner.orgId(), one.sessionId(), 0, null, 100))
        .isInstanceOf(UnreadableFieldException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTextThatLooksEncryptedIsATextLikeAnyOther(boolean encrypted) {
    StoreFixture fixture = encrypted ? on : off;
    Caller owner = fixture.caller();
    for (String text : List.of(LOOKS_ENCRYPTED, "pdr$0:x", "pdr$", "\"" + LOOKS_ENCRYPTED + "\"")) {
      Run run = fixture.begun(fixture.start(owner, fixture.agent(owner).id(), null, text));
      assertThat(title(fixture, run)).isEqualTo(text);
      ContentPart call = fixture.toolCall("clock", text);
      Decision act = new Decision.Act(StoreFixture.planned("clock", 1));
      fixture
          .store()
          .steps()
          .commitThought(
              fixture.claim(run, 1),
              StoreFixture.thought(fixture.id(), List.of(new ContentPart.Text(text), call), act));
      assertThat(texts(fixture, run).said()).containsExactly(text, text);
      Claim.Claimed claimed = fixture.claimCall(run, 2, 1);
      assertThat(Objects.requireNonNull(claimed.toolCall()).arguments()).isEqualTo(text);
      fixture.store().effects().intend(claimed, Effect.ONCE, Duration.ofMinutes(1));
      assertThat(fixture.store().effects().undoing(claimed.step()).orElseThrow().arguments())
          .isEqualTo(text);
      // Whichever way it is kept, and from one to the other.
      String was = dump(owner.orgId()).toString();
      sweep(owner.orgId(), encrypted ? new Change.Decrypt() : new Change.Encrypt());
      assertThat(title(off, run)).isEqualTo(text);
      assertThat(title(on, run)).isEqualTo(text);
      assertThat(texts(on, run).said()).containsExactly(text, text);
      sweep(owner.orgId(), encrypted ? new Change.Encrypt() : new Change.Decrypt());
      if (!encrypted) {
        assertThat(dump(owner.orgId())).hasToString(was);
      }
    }
  }

  @Test
  void theOptionMayBeTurnedOnAndOffInTheMiddleOfARun() {
    Caller owner = off.caller();
    Run run = off.running(owner);
    on.store().steps().commitThought(on.claim(run, 1), on.calls("Looking.", 2));
    Claim.Claimed first = off.claimCall(run, 2, 1);
    assertThat(Objects.requireNonNull(first.toolCall()).arguments()).isEqualTo("{\"n\":1}");
    off.store().steps().commitToolCall(first, outcome("first"));
    on.store().steps().commitToolCall(on.claimCall(run, 2, 2), outcome("second"));
    off.store().steps().commitThought(off.claim(run, 3), off.answer("Done."));
    on.store().runs().finish(run.ref(), new Ending.Answered(4));
    assertThat(off.get(run)).isEqualTo(on.get(run));
    assertThat(off.get(run).output()).isEqualTo("Done.");
    assertThat(texts(off, run)).isEqualTo(texts(on, run));
    assertThat(off.store().events().read(owner.orgId(), run.sessionId(), 0, null, 100))
        .isEqualTo(on.store().events().read(owner.orgId(), run.sessionId(), 0, null, 100));
  }

  @Test
  void whatWasWrittenBeforeIsEncryptedAndBackAgainAsItWas() {
    Caller owner = off.caller();
    TenancyTargets.of(off, owner);
    OrgId org = owner.orgId();
    Caller stranger = off.caller();
    TenancyTargets.of(off, stranger);
    String theirs = dump(stranger.orgId()).toString();
    Map<Body, List<String>> before = dump(org);
    assertThat(found(owner, "hello")).isNotEmpty();

    int changed = sweep(org, new Change.Encrypt());
    assertThat(changed).isEqualTo(before.values().stream().mapToInt(List::size).sum());
    assertThat(sweep(org, new Change.Encrypt())).isZero();
    dump(org)
        .forEach((body, values) ->
            assertThat(values).as(body.name()).allMatch(v -> v.startsWith(Bodies.prefix(body))));
    assertThat(found(owner, "hello")).isEmpty();
    assertThat(words(org)).isZero();
    assertThat(
            off.store().runs().list(org, new RunFilter(null, null, null), StoreFixture.ALL).items())
        .isNotEmpty();

    cipher.encryptWith(2);
    try {
      assertThat(sweep(org, new Change.EncryptAnew(2))).isEqualTo(changed);
      assertThat(sweep(org, new Change.EncryptAnew(2))).isZero();
    } finally {
      cipher.encryptWith(1);
    }
    dump(org)
        .forEach((body, values) ->
            assertThat(values).allMatch(v -> v.startsWith(Bodies.prefix(body, 2))));

    assertThat(sweep(org, new Change.Decrypt())).isEqualTo(changed);
    assertThat(dump(org)).hasToString(before.toString());
    assertThat(found(owner, "hello")).isNotEmpty();
    assertThat(sweep(org, new Change.EncryptAnew(2))).isZero();
    assertThat(dump(stranger.orgId())).hasToString(theirs);
  }

  @Test
  void anApprovalStaysOneWhenItsCallIsEncryptedAnewAndHoldsForNoOtherArguments() {
    Caller owner = off.caller();
    Run run = gated(off, owner);
    UUID interrupt = approval(run);
    sweep(owner.orgId(), new Change.Encrypt());
    on.tell(owner, run.id(), new RunCommand.Approve(interrupt, null));
    sweep(owner.orgId(), new Change.Decrypt());
    sweep(owner.orgId(), new Change.Encrypt());
    assertThat(on.claimCall(run, 2, 1).given()).isNull();
    on.sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE steps SET arguments = '{}' WHERE run_id = ? AND call = 1", run.id()));
    assertThat(Objects.requireNonNull(on.claimCall(run, 2, 1).given()).content())
        .contains("needs a person's approval");
  }

  @Test
  void anApprovalHoldsThoughItsCallIsEncryptedAtThatMoment() throws Exception {
    Caller owner = off.caller();
    Run run = gated(off, owner);
    AtomicReference<@Nullable Thread> sweeping = new AtomicReference<>();
    FieldCipher slow =
        new FieldCipher() {
          @Override
          public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
            return cipher.encrypt(orgId, field, value);
          }

          @Override
          public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
            if (field.table().equals("steps") && sweeping.get() == null) {
              String calls = Body.STEP_ARGUMENTS.name() + " ";
              Thread sweep =
                  Thread.ofPlatform()
                      .start(() -> bodies.change(orgId, new Change.Decrypt(), calls));
              sweeping.set(sweep);
              join(sweep, Duration.ofSeconds(1));
            }
            return cipher.decrypt(orgId, field, encrypted);
          }
        };
    UUID interrupt = approval(run);
    sweep(owner.orgId(), new Change.Encrypt());
    on.store(new MessageEncryption(slow, true))
        .commands()
        .accept(owner, run.id(), new RunCommand.Approve(interrupt, null), null);
    assertThat(join(Objects.requireNonNull(sweeping.get()), Duration.ofSeconds(20))).isTrue();
    sweep(owner.orgId(), new Change.Decrypt());
    assertThat(on.claimCall(run, 2, 1).given()).isNull();
  }

  private static boolean join(Thread thread, Duration limit) {
    try {
      return thread.join(limit);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void ordersAndOpenMessagesFromBeforeAreKnownWhenTheyAreEncrypted() {
    Caller owner = off.caller();
    Run run = off.running(owner);
    UUID message = off.id();
    off.store().steps().openMessage(off.claim(run, 1), message);
    off.tell(owner, run.id(), new RunCommand.Cancel(CancelMode.ROLLBACK));
    // As a version wrote them that did not keep these.
    on.sql()
        .useHandle(handle -> {
          handle.execute("UPDATE commands SET choice = NULL WHERE run_id = ?", run.id());
          handle.execute("UPDATE execution_logs SET message_id = NULL WHERE run_id = ?", run.id());
        });
    sweep(owner.orgId(), new Change.Encrypt());
    sweep(owner.orgId(), new Change.EncryptAnew(2));
    assertThat(on.store().commands().take(run.ref(), 0))
        .extracting(Command::choice)
        .containsExactly("rollback");
    assertThat(on.store().events().openStarts(run.orgId(), run.sessionId()))
        .extracting(LoggedEvent::event)
        .containsExactly(new RunEvent.TextMessageStart(message, "assistant"));
  }

  @Test
  void everyColumnIsEncryptedOrKnownToHoldNothingThatIsSaid() {
    Set<String> known = new TreeSet<>(SAYING_NOTHING);
    for (Body body : Body.values()) {
      known.add(body.table() + "." + body.column());
    }
    List<String> all =
        on.sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT table_name || '.' || column_name FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = ANY(:tables)
                          AND data_type IN ('text', 'jsonb', 'json', 'bytea', 'tsvector')
                        """)
                    .bindArray("tables", String.class, tables())
                    .mapTo(String.class)
                    .list());
    assertThat(all).hasSizeGreaterThan(Body.values().length);
    assertThat(new TreeSet<>(all)).isEqualTo(known);
  }

  private static List<String> tables() {
    return Stream.concat(Stream.of("threads"), Stream.of(Body.values()).map(Body::table)).toList();
  }

  @Test
  void theLastWordsAreFoundThoughCallsWithoutAWordFollowedThem() {
    Caller owner = on.caller();
    Run run = on.running(owner);
    on.store().steps().commitThought(on.claim(run, 1), on.calls("That is it.", 1));
    on.store().steps().commitToolCall(on.claimCall(run, 2, 1), outcome("x"));
    for (int number = 3; number < 20; number += 2) {
      on.store().steps().commitThought(on.claim(run, number), on.calls("", 1));
      on.store().steps().commitToolCall(on.claimCall(run, number + 1, 1), outcome("x"));
    }
    on.store().runs().finish(run.ref(), new Ending.Answered(21));
    assertThat(on.get(run).output()).isEqualTo("That is it.");
  }

  private static Run gated(StoreFixture fixture, Caller owner) {
    Run run = fixture.running(owner);
    var planned =
        List.of(
            new PlannedCall(
                1,
                "clock",
                Effect.NONE,
                Duration.ofSeconds(30),
                1,
                PlannedCall.Gate.APPROVAL,
                WaitTerms.FOREVER));
    fixture
        .store()
        .steps()
        .commitThought(
            fixture.claim(run, 1),
            StoreFixture.thought(
                fixture.id(),
                List.of(fixture.toolCall("clock", "{\"n\":1}")),
                new Decision.Act(planned)));
    return run;
  }

  private UUID approval(Run run) {
    var asked =
        off.store()
            .interrupts()
            .open(
                new InterruptRequest(
                    StepRef.of(run.ref(), 2).withCall(1),
                    1,
                    WaitReason.APPROVAL,
                    null,
                    List.of(),
                    WaitTerms.FOREVER,
                    null));
    return Objects.requireNonNull(asked.interruptId());
  }

  private static CallOutcome outcome(String text) {
    return CallOutcome.of(ToolOutput.of(text));
  }

  private static Run thought(StoreFixture fixture, Caller owner) {
    Run run = fixture.running(owner);
    fixture.store().steps().commitThought(fixture.claim(run, 1), fixture.calls("Looking.", 2));
    return run;
  }

  private record RunTexts(List<String> said) {}

  private static RunTexts texts(StoreFixture fixture, Run run) {
    return new RunTexts(
        fixture.store().sessions().transcript(run.orgId(), run.threadId(), 0).stream()
            .map(Message::text)
            .toList());
  }

  private static @Nullable String title(StoreFixture fixture, Run run) {
    Session session = fixture.store().sessions().get(run.orgId(), run.sessionId()).orElseThrow();
    return session.title();
  }

  private List<Session> found(Caller owner, String word) {
    return on.store().sessions().list(owner.orgId(), word, null, StoreFixture.ALL).items();
  }

  private int words(OrgId org) {
    return on.sql()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM messages WHERE org_id = :org AND words IS NOT NULL")
                .bind("org", org.value())
                .mapTo(Integer.class)
                .one());
  }

  private void move(String sql, Run from, Run to) {
    int moved = on.sql().withHandle(handle -> handle.execute(sql.formatted(from.id(), to.id())));
    assertThat(moved).isPositive();
  }

  private int sweep(OrgId org, Change change) {
    int changed = 0;
    String place = null;
    do {
      Part part = bodies.change(org, change, place);
      changed += part.changed();
      place = part.next();
    } while (place != null);
    return changed;
  }

  /** Every value as it is stored. */
  private Map<Body, List<String>> dump(OrgId org) {
    Map<Body, List<String>> all = new TreeMap<>();
    for (Body body : Body.values()) {
      String sql =
          "SELECT %1$s::text FROM %2$s WHERE org_id = :org AND %1$s IS NOT NULL ORDER BY %3$s"
              .formatted(body.column(), body.table(), body.rows().keys());
      all.put(
          body,
          new ArrayList<>(
              on.sql()
                  .withHandle(handle ->
                      handle
                          .createQuery(sql)
                          .bind("org", org.value())
                          .mapTo(String.class)
                          .list())));
    }
    return all;
  }
}
