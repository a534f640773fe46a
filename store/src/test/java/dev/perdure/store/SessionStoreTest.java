package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionStoreTest {

  private final StoreFixture fixture = new StoreFixture(SessionStoreTest.class);
  private final Store store = fixture.store();
  private final SessionStore sessions = store.sessions();
  private Caller caller;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Session create(@Nullable String title) {
    return sessions.create(caller, title, null, Map.of(), null).value();
  }

  /** A run that said {@code answer} to {@code question} in a session. */
  private Run talk(@Nullable UUID sessionId, String question, String answer) {
    Run run = fixture.begun(fixture.start(caller, fixture.agent(caller).id(), sessionId, question));
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer(answer));
    store.runs().finish(run.ref(), new Ending.Answered(2));
    return run;
  }

  private List<Message> messages(UUID sessionId) {
    return sessions.messages(caller.orgId(), sessionId, StoreFixture.ALL).items();
  }

  private List<String> texts(UUID sessionId) {
    return messages(sessionId).stream().map(Message::text).toList();
  }

  private Session fork(UUID sessionId, int message) {
    return sessions
        .fork(caller, sessionId, messages(sessionId).get(message).id(), null, null)
        .value();
  }

  private List<UUID> find(String search) {
    return sessions.list(caller.orgId(), search, null, StoreFixture.ALL).items().stream()
        .map(Session::id)
        .toList();
  }

  @Test
  void createsAnEmptySession() {
    UUID agent = fixture.agent(caller).id();
    Session session = sessions.create(caller, "Trip", agent, Map.of("team", "a"), null).value();
    assertThat(sessions.get(caller.orgId(), session.id())).contains(session);
    assertThat(session.metadata()).containsEntry("team", "a");
    assertThat(session.createdBy()).isEqualTo(caller.userId());
    assertThat(messages(session.id())).isEmpty();
    assertThat(store.events().lastPosition(caller.orgId(), session.id())).isZero();
    assertRefused(
        "agent_not_found", () -> sessions.create(caller, null, fixture.id(), Map.of(), null));
  }

  @Test
  void createsOneSessionPerIdempotencyKey() {
    Idempotency key = new Idempotency("k", "a".repeat(64));
    Created<Session> first = sessions.create(caller, "Trip", null, Map.of(), key);
    assertThat(sessions.create(caller, "Trip", null, Map.of(), key))
        .isEqualTo(new Created<>(first.value(), true));
    sessions.delete(Requester.of(caller), first.value().id());
    assertRefused("session_not_found", () -> sessions.create(caller, "Trip", null, Map.of(), key));
  }

  @Test
  void recordsWhoDeletedASessionAndNothingOfWhatWasSaidInIt() {
    Requester by = new Requester(caller, "192.0.2.1", "curl");
    UUID session = talk(null, "A secret question", "A secret answer").sessionId();
    sessions.delete(by, session);
    assertRefused("session_not_found", () -> sessions.delete(by, session));
    AuditLog.AuditFilter deletions =
        new AuditLog.AuditFilter(null, null, null, "session", null, null, null);
    var log = store.audit().search(caller.orgId(), deletions, StoreFixture.ALL).items();
    assertThat(log)
        .singleElement()
        .satisfies(recorded -> {
          assertThat(recorded.entry().action()).isEqualTo("session.delete");
          assertThat(recorded.entry().actor()).isEqualTo(by.actor());
          assertThat(recorded.entry().target().id()).isEqualTo(session.toString());
          assertThat(recorded.entry().toString()).doesNotContain("secret");
        });
  }

  @Test
  void changesOnlyWhatIsGiven() {
    Session session = sessions.create(caller, "Trip", null, Map.of("a", "1"), null).value();
    Session titled = sessions.update(caller, session.id(), "Journey", null);
    assertThat(titled.title()).isEqualTo("Journey");
    assertThat(titled.metadata()).containsEntry("a", "1");
    Session marked = sessions.update(caller, session.id(), null, Map.of("b", "2"));
    assertThat(marked.title()).isEqualTo("Journey");
    assertThat(marked.metadata()).containsOnly(Map.entry("b", "2"));
    assertRefused("session_not_found", () -> sessions.update(caller, fixture.id(), "x", null));
  }

  @Test
  void listsTheOneUsedLastFirstPageByPage() {
    List<UUID> made = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      made.add(create("s" + n).id());
    }
    talk(made.getFirst(), "hello", "hi");
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Session> page = sessions.list(caller.orgId(), null, null, new PageRequest(2, cursor));
      page.items().forEach(session -> seen.add(session.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen)
        .containsExactly(made.get(0), made.get(4), made.get(3), made.get(2), made.get(1));
  }

  @Test
  @InTheClear
  void findsSessionsByWordsOfTitlesAndMessages() {
    UUID oslo = talk(null, "What is the weather in Oslo?", "Snow, as always.").sessionId();
    UUID rome = talk(null, "And in Rome?", "Sun.").sessionId();
    UUID titled = create("100% snowfall_plan").id();
    assertThat(find("SNOW")).containsExactlyInAnyOrder(oslo, titled);
    assertThat(find("alw sno")).containsExactly(oslo);
    assertThat(find("rome")).containsExactly(rome);
    assertThat(find("100% plan")).containsExactly(titled);
    assertThat(find("rome oslo")).isEmpty();
    assertThat(find("' | & ! :*")).isEmpty();
    assertThat(find("   ")).hasSize(3);
    UUID agent = sessions.get(caller.orgId(), rome).orElseThrow().agentId();
    assertThat(sessions.list(caller.orgId(), null, agent, StoreFixture.ALL).items())
        .extracting(Session::id)
        .containsExactly(rome);
  }

  @Test
  @InTheClear
  void acceptsAMessageLongerThanASearchIndexCanHold() {
    String endless = "word" + " w0rd".repeat(400_000);
    UUID session = talk(null, endless, "ok").sessionId();
    assertThat(texts(session).getFirst()).isEqualTo(endless);
    assertThat(find("w0rd")).containsExactly(session);
  }

  @Test
  void pagesMessages() {
    UUID session = talk(null, "one", "two").sessionId();
    talk(session, "three", "four");
    Page<Message> first = sessions.messages(caller.orgId(), session, new PageRequest(3, null));
    Page<Message> second =
        sessions.messages(caller.orgId(), session, new PageRequest(3, first.next()));
    assertThat(first.items()).extracting(Message::text).containsExactly("one", "two", "three");
    assertThat(second.items()).extracting(Message::text).containsExactly("four");
    assertThat(second.next()).isNull();
    assertThat(sessions.transcript(caller.orgId(), first.items().getFirst().threadId(), 2))
        .extracting(Message::text)
        .containsExactly("three", "four");
  }

  @Test
  void goesOnFromAForkWithoutTouchingTheOriginal() {
    UUID original = talk(null, "one", "two").sessionId();
    talk(original, "three", "four");
    Session fork = fork(original, 1);
    assertThat(fork.forkedFrom()).isEqualTo(original);
    assertThat(fork.forkedAtMessage()).isEqualTo(messages(original).get(1).id());
    assertThat(fork.title()).isEqualTo("one");
    assertThat(texts(fork.id())).containsExactly("one", "two");
    talk(fork.id(), "drei", "vier");
    assertThat(texts(fork.id())).containsExactly("one", "two", "drei", "vier");
    assertThat(messages(fork.id())).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(texts(original)).containsExactly("one", "two", "three", "four");
    assertThat(count("messages")).isEqualTo(6);
  }

  @Test
  void forksForks() {
    UUID original = talk(null, "1", "2").sessionId();
    UUID child = fork(original, 1).id();
    talk(child, "3", "4");
    UUID grandchild = fork(child, 2).id();
    talk(grandchild, "5", "6");
    UUID cousin = fork(grandchild, 0).id();
    talk(cousin, "7", "8");
    talk(original, "9", "10");
    assertThat(texts(grandchild)).containsExactly("1", "2", "3", "5", "6");
    assertThat(messages(grandchild)).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(texts(cousin)).containsExactly("1", "7", "8");
    assertThat(texts(child)).containsExactly("1", "2", "3", "4");
    Session last = sessions.get(caller.orgId(), grandchild).orElseThrow();
    assertThat(sessions.transcript(caller.orgId(), last.threadId(), 2))
        .extracting(Message::text)
        .containsExactly("3", "5", "6");
  }

  @Test
  void keepsWhatForksTookOverWhenTheOriginalIsDeleted() {
    UUID original = talk(null, "1", "2").sessionId();
    talk(original, "gone", "gone too");
    UUID child = fork(original, 1).id();
    talk(child, "3", "4");
    UUID grandchild = fork(child, 2).id();
    UUID sibling = fork(original, 0).id();
    sessions.delete(Requester.of(caller), original);
    assertThat(sessions.get(caller.orgId(), original)).isEmpty();
    assertThat(texts(child)).containsExactly("1", "2", "3", "4");
    assertThat(texts(sibling)).containsExactly("1");
    sessions.delete(Requester.of(caller), child);
    assertThat(texts(grandchild)).containsExactly("1", "2", "3");
    assertThat(texts(sibling)).containsExactly("1");
    assertThat(find("gone")).isEmpty();
    sessions.delete(Requester.of(caller), grandchild);
    assertThat(texts(sibling)).containsExactly("1");
    sessions.delete(Requester.of(caller), sibling);
    for (String table :
        List.of("messages", "threads", "runs", "steps", "execution_logs", "session_positions")) {
      assertThat(count(table)).as(table).isZero();
    }
  }

  @Test
  void refusesAForkThatPartsACallFromItsResult() {
    Run run = fixture.running(caller);
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 2));
    store.steps().commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of("a")));
    assertRefused("fork_splits_tool_call", () -> fork(run.sessionId(), 1));
    assertRefused("fork_splits_tool_call", () -> fork(run.sessionId(), 2));
    store.steps().commitToolCall(fixture.claimCall(run, 2, 2), CallOutcome.of(ToolOutput.of("b")));
    assertRefused("fork_splits_tool_call", () -> fork(run.sessionId(), 2));
    assertThat(messages(fork(run.sessionId(), 3).id())).hasSize(4);
    assertThat(messages(fork(run.sessionId(), 0).id())).hasSize(1);
    assertRefused(
        "message_not_found",
        () -> sessions.fork(caller, run.sessionId(), fixture.id(), null, null));
  }

  @Test
  void deletesOnlyWhatIsAtRestAndKeepsTheLedger() {
    Run run = fixture.running(caller);
    assertRefused("session_busy", () -> sessions.delete(Requester.of(caller), run.sessionId()));
    store.steps().commitThought(fixture.claim(run, 1), fixture.answer("hi"));
    store.runs().finish(run.ref(), new Ending.Answered(2));
    sessions.delete(Requester.of(caller), run.sessionId());
    assertThat(store.runs().get(caller.orgId(), run.id())).isEmpty();
    assertThat(store.events().read(caller.orgId(), run.sessionId(), 0, null, 10)).isEmpty();
    assertThat(count("usage")).isEqualTo(1);
    assertRefused(
        "session_not_found", () -> sessions.delete(Requester.of(caller), run.sessionId()));
  }

  private long count(String table) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM " + table + " WHERE org_id = :org")
                .bind("org", caller.orgId().value())
                .mapTo(Long.class)
                .one());
  }
}
