package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.Erasures.Emptied;
import dev.perdure.core.port.Erasures.Touched;
import dev.perdure.core.port.InvitationStore.NewInvitation;
import dev.perdure.core.port.UserStore.NewUser;
import dev.perdure.core.port.UserStore.UserChange;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A user is erased, however what is said is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UserErasureContract {

  private static final UUID FIRST = new UUID(0, 0);

  /** In everything that is, or tells who is, the erased user. */
  private static final String CANARY = "canaryada";

  private static final String ADDRESS = "203.0.113.77";

  private final Spoken spoken;
  private final StoreFixture fixture;
  private final Store store;
  private final Erasures erasures;
  private final AdminFixture admin;
  private Requester owner;
  private User ada;
  private Caller asAda;
  private Caller asBob;
  private UUID agent;

  UserErasureContract(boolean encrypted) {
    spoken = new Spoken(getClass(), encrypted);
    fixture = spoken.fixture();
    store = fixture.store();
    erasures = store.erasures();
    admin = new AdminFixture(fixture);
  }

  @BeforeEach
  void people() {
    Caller caller = fixture.caller();
    owner = AdminFixture.owner(caller);
    String mail = CANARY + fixture.id() + "@example.org";
    ada = store.users().create(owner, new NewUser(CANARY, mail, "owner"), null).value();
    asAda = as(caller, ada.id());
    asBob = as(caller, admin.user(owner, "developer").id());
    agent = fixture.agent(caller).id();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private static Caller as(Caller caller, UUID user) {
    return new Caller(caller.orgId(), user, caller.credential(), caller.permissions());
  }

  @Test
  void filesTheyStoredGoAlsoInSessionsOfOthers() {
    FilesFixture files = FilesFixture.of(fixture, fixture.messages());
    UUID bobs = files.session(asBob);
    files.put(asAda, files.session(asAda), "own", "hers");
    files.put(asBob, bobs, "edited", "his");
    files.put(asAda, bobs, "edited", "hers");
    files.put(asBob, bobs, "edited", "his again");
    files.put(asAda, bobs, "stored", "hers");
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(files.paths(asBob, bobs)).containsExactly("edited");
    assertThat(files.store().versions(owner.orgId(), bobs, "edited"))
        .extracting(version -> version.file().version())
        .containsExactly(3, 1);
    files.files().upkeep().sweep(owner.orgId());
    assertThat(files.contents(asBob)).isEqualTo(2);
  }

  @Test
  void aForkThatIsMadeAtThisMomentHasNoFileOfTheirsNorHalfOfOne() throws Exception {
    FilesFixture files = FilesFixture.of(fixture, fixture.messages());
    UUID bobs = files.session(asBob);
    files.put(asAda, bobs, "hers", "hers");
    files.put(asBob, bobs, "his", "his");
    UUID fork = files.session(asBob);
    erasures.eraseUser(owner, ada.id());
    CountDownLatch copied = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> forker =
          threads.submit(() ->
              fixture
                  .db()
                  .inOrg(
                      owner.orgId(),
                      handle -> {
                        files.fork().copy(handle, owner.orgId(), bobs, fork);
                        copied.countDown();
                        await().until(() -> go.getCount() == 0);
                        return fork;
                      }));
      copied.await();
      Future<?> eraser = threads.submit(this::erase);
      await().until(() -> fixture.waits("workspace_"));
      go.countDown();
      forker.get();
      eraser.get();
    }
    assertThat(files.paths(asBob, bobs)).containsExactly("his");
    assertThat(files.paths(asBob, fork)).containsExactly("his");
    files.put(asBob, fork, "hers", "his now");
    assertThat(files.get(asBob, fork, "hers")).isEqualTo("his now");
  }

  @Test
  void aForkThatFindsAFileOfTheirsBeingErasedIsMadeWithoutIt() throws Exception {
    FilesFixture files = FilesFixture.of(fixture, fixture.messages());
    UUID bobs = files.session(asBob);
    UUID content = files.put(asAda, bobs, "hers", "hers").contentId();
    files.put(asBob, bobs, "his", "his");
    UUID fork = files.session(asBob);
    try (Handle eraser = fixture.sql().open();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      eraser.begin();
      eraser.execute("UPDATE workspace_contents SET doomed = true WHERE id = ?", content);
      eraser.execute(
          "DELETE FROM workspace_files f USING workspace_versions v"
              + " WHERE v.file_id = f.id AND v.content_id = ?",
          content);
      Future<?> forker =
          thread.submit(() ->
              fixture
                  .db()
                  .inOrg(
                      owner.orgId(),
                      handle -> {
                        files.fork().copy(handle, owner.orgId(), bobs, fork);
                        return fork;
                      }));
      await().until(() -> fixture.waits("workspace_contents"));
      eraser.commit();
      forker.get();
    }
    assertThat(files.paths(asBob, fork)).containsExactly("his");
  }

  @Test
  void whatIsBroughtBackAtThisMomentGoesToo() throws Exception {
    FilesFixture files = FilesFixture.of(fixture, fixture.messages());
    UUID bobs = files.session(asBob);
    files.put(asAda, bobs, "a", "hers");
    files.call(asBob, bobs, "e").write("a", FilesFixture.text("the call's"), null);
    erasures.eraseUser(owner, ada.id());
    try (Handle holder = fixture.sql().open();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      holder.begin();
      holder.execute(
          "SELECT FROM workspace_versions WHERE org_id = ? AND version = 2 FOR UPDATE",
          owner.orgId().value());
      Future<?> undoer = threads.submit(() -> files.call(asBob, bobs, "e").undo());
      // It has made the version, and waits for that before it.
      await().until(() -> fixture.waits("SET superseded_at"));
      Future<?> eraser = threads.submit(this::erase);
      await().until(() -> fixture.waits("workspace_contents"));
      holder.rollback();
      undoer.get();
      eraser.get();
    }
    assertThat(files.paths(asBob, bobs)).isEmpty();
    files.files().upkeep().sweep(owner.orgId());
    assertThat(files.contents(asBob)).as("of what is left").isZero();
  }

  @Test
  void aRunThatIsRolledBackSaysThatTheirFileIsGoneAndNotItsPath() {
    FilesFixture files = FilesFixture.of(fixture, fixture.messages());
    UUID bobs = files.session(asBob);
    files.put(asAda, bobs, CANARY, "hers");
    files.call(asBob, bobs, "e").move(CANARY, "moved");
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThatThrownBy(() -> files.call(asBob, bobs, "e").undo())
        .hasMessageContaining("a file was removed for good since");
    assertThat(holding(CANARY)).isEmpty();
  }

  /** What the background task does, without what is elsewhere. */
  private void erase() {
    for (Run run : unended()) {
      store.runs().finish(run.ref(), new Ending.Cancelled());
    }
    mask();
    List<Emptied> sessions = erasures.sessions(owner.orgId(), ada.id());
    while (!sessions.isEmpty()) {
      sessions.forEach(
          session -> erasures.deleteSession(owner.orgId(), ada.id(), session.sessionId()));
      sessions = erasures.sessions(owner.orgId(), ada.id());
    }
    erasures.finishUser(owner.orgId(), ada.id());
  }

  private List<Run> unended() {
    return erasures.unendedRuns(owner.orgId(), ada.id()).stream().map(fixture::get).toList();
  }

  private void mask() {
    List<Touched> touched = erasures.maskTexts(owner.orgId(), ada.id(), FIRST);
    while (!touched.isEmpty()) {
      touched = erasures.maskTexts(owner.orgId(), ada.id(), touched.getLast().runId());
    }
  }

  private Map<String, List<String>> holding(String text) {
    return spoken.holding(owner.orgId(), text);
  }

  private Run start(Caller who, @Nullable UUID session, String text) {
    return fixture.start(who, agent, session, text);
  }

  /** Who Ada is, where the Admin API keeps it. */
  private void identity() {
    String later = CANARY + fixture.id() + "@example.org";
    Requester by = new Requester(asAda, ADDRESS, "Browser of " + CANARY);
    store.roles().create(by, "role-" + fixture.id(), null, Set.of(Permission.RUNS_READ));
    store.users().update(owner, ada.id(), new UserChange(CANARY + " two", null, null, null));
    store.keys().create(owner, admin.wanted(ada.id(), Set.of(Permission.RUNS_READ)), null);
    fixture
        .sql()
        .useHandle(handle -> {
          handle.execute(
              "UPDATE api_keys SET last_used_address = ?, name = ? WHERE user_id = ?",
              ADDRESS,
              CANARY,
              ada.id());
          handle.execute(
              "UPDATE users SET subject = ? WHERE id = ?",
              "https://id.example " + CANARY,
              ada.id());
        });
    store
        .invitations()
        .create(
            owner,
            new NewInvitation(
                fixture.id(),
                later.toUpperCase(Locale.ROOT),
                "viewer",
                new byte[] {1},
                Instant.now().plusSeconds(600)),
            null);
    store.users().update(owner, ada.id(), new UserChange(null, later, null, null));
  }

  /** Sessions of hers, one of which Bob has forked. */
  private Run sessions() {
    Run own = fixture.begun(start(asAda, null, CANARY + " asks"));
    store.steps().commitThought(fixture.claim(own, 1), fixture.answer("An answer to it."));
    store.runs().finish(own.ref(), new Ending.Answered(2));
    Message last = store.sessions().transcript(owner.orgId(), own.threadId(), 0).getLast();
    var fork = store.sessions().fork(asBob, own.sessionId(), last.id(), null, null).value();
    assertThat(fork.title()).contains(CANARY);
    store.sessions().fork(asBob, fork.id(), last.id(), null, null);
    return own;
  }

  /** A run of Bob's with a plan of three calls. */
  private Run bobs() {
    Run run = fixture.begun(start(asBob, null, "bobs own words"));
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls("", 3));
    return run;
  }

  private UUID waits(Run run, int call, WaitReason reason) {
    return waits(run, call, reason, 1);
  }

  private UUID waits(Run run, int call, WaitReason reason, int occurrence) {
    return Objects.requireNonNull(
        store
            .interrupts()
            .open(
                new InterruptRequest(
                    StepRef.of(run.ref(), 2).withCall(call),
                    occurrence,
                    reason,
                    null,
                    List.of(),
                    WaitTerms.FOREVER,
                    null))
            .interruptId());
  }

  /** In a session of Bob's: a run of hers, a steer, an answer, a denial, other arguments. */
  private Run elsewhere() {
    Run run = bobs();
    fixture.tell(
        asAda, run.id(), new RunCommand.Steer(List.of(new ContentPart.Text(CANARY + " steers"))));
    fixture.tell(
        asBob, run.id(), new RunCommand.Steer(List.of(new ContentPart.Text("bob steers"))));
    fixture.tell(
        asAda,
        run.id(),
        new RunCommand.Answer(waits(run, 1, WaitReason.INPUT), CANARY + " answers"));
    fixture.tell(
        asAda,
        run.id(),
        new RunCommand.Deny(waits(run, 2, WaitReason.APPROVAL), CANARY + " denies"));
    fixture.tell(
        asAda,
        run.id(),
        new RunCommand.Approve(waits(run, 3, WaitReason.APPROVAL), "{\"n\":\"" + CANARY + "\"}"));
    store
        .steps()
        .commitToolCall(
            fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of(CANARY + " answers")));
    store
        .steps()
        .commitToolCall(
            fixture.claimCall(run, 2, 2),
            CallOutcome.of(
                ToolOutput.failure("A person denied this call. Reason: " + CANARY + " denies")));
    var call = fixture.claimCall(run, 2, 3);
    store.effects().intend(call, Effect.ONCE, Duration.ofMinutes(1));
    store.steps().commitToolCall(call, CallOutcome.of(ToolOutput.of("the tool says")));
    fixture.claim(run, 3);
    start(asAda, run.sessionId(), CANARY + " is next");
    return run;
  }

  @Test
  void nothingOfTheUserIsLeftInAnyRow() {
    identity();
    sessions();
    elsewhere();
    assertThat(holding(CANARY))
        .as("the test finds what is to be erased")
        .containsOnlyKeys(
            "api_keys",
            "audit_log",
            "commands",
            "effects",
            "execution_logs",
            "interrupts",
            "invitations",
            "messages",
            "runs",
            "sessions",
            "steps",
            "users");
    assertThat(holding(ADDRESS)).containsOnlyKeys("api_keys", "audit_log");
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(holding(CANARY)).isEmpty();
    assertThat(holding(ADDRESS)).isEmpty();
    spoken.isKeptAsItIsToBe(owner.orgId());
  }

  @Test
  void whatOthersTypedAndWhatAgentsMadeStays() {
    sessions();
    Run run = elsewhere();
    erasures.eraseUser(owner, ada.id());
    erase();
    String thread =
        store.sessions().transcript(owner.orgId(), run.threadId(), 0).stream()
            .map(message -> message.content().toString())
            .collect(Collectors.joining("\n"));
    assertThat(thread).contains("bobs own words", "bob steers", "the tool says", Mark.TEXT);
    assertThat(holding("An answer to it.")).containsKeys("messages");
    assertThat(store.agents().get(owner.orgId(), agent)).isPresent();
    assertThat(fixture.get(run).input()).containsExactly(new ContentPart.Text("bobs own words"));
  }

  @Test
  void theirSessionsAreGoneAndForksOfOthersKeepWhatTheyTookOver() {
    Run own = sessions();
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(store.sessions().get(owner.orgId(), own.sessionId())).isEmpty();
    var forks = store.sessions().list(owner.orgId(), null, null, StoreFixture.ALL).items();
    assertThat(forks).hasSize(2).allMatch(fork -> Mark.TEXT.equals(fork.title()));
    assertThat(store.sessions().transcript(owner.orgId(), forks.getFirst().threadId(), 0))
        .extracting(message -> message.content())
        .containsExactly(Mark.CONTENT, List.of(new ContentPart.Text("An answer to it.")));
  }

  /** The workflow of a run that goes on must still be able to read what it takes. */
  @Test
  void aSteerThatNobodyHasTakenIsTakenAsAMark() {
    Run run = fixture.begun(start(asBob, null, "bobs own words"));
    fixture.tell(asAda, run.id(), new RunCommand.Steer(List.of(new ContentPart.Text(CANARY))));
    erasures.eraseUser(owner, ada.id());
    erase();
    fixture.claim(run, 1);
    assertThat(store.sessions().transcript(owner.orgId(), run.threadId(), 0))
        .extracting(message -> message.content())
        .containsExactly(List.of(new ContentPart.Text("bobs own words")), Mark.CONTENT);
  }

  /** A run of Bob's with a call that waits for an approval of what it says. */
  private Run gated(Effect effect) {
    Run run = fixture.begun(start(asBob, null, "bobs own words"));
    var planned =
        new PlannedCall(
            1,
            "clock",
            effect,
            Duration.ofSeconds(30),
            1,
            PlannedCall.Gate.APPROVAL,
            WaitTerms.FOREVER);
    store
        .steps()
        .commitThought(
            fixture.claim(run, 1),
            StoreFixture.thought(
                fixture.id(),
                List.of(fixture.toolCall("clock", "{\"n\": 1}")),
                new Decision.Act(List.of(planned))));
    return run;
  }

  private void approves(Run run, @Nullable String arguments) {
    UUID interrupt = waits(run, 1, WaitReason.APPROVAL);
    fixture.tell(asAda, run.id(), new RunCommand.Approve(interrupt, arguments));
  }

  private static String arguments(Claim.Claimed call) {
    return Objects.requireNonNull(call.toolCall()).arguments();
  }

  @Test
  void whatTheyApprovedAsItWasIsStillApproved() {
    Run plain = gated(Effect.NONE);
    approves(plain, null);
    Run repeated = gated(Effect.NONE);
    approves(repeated, "{\"n\":1}");
    Run toTheLetter = gated(Effect.NONE);
    approves(toTheLetter, "{\"n\": 1}");
    erasures.eraseUser(owner, ada.id());
    erase();
    for (Run run : List.of(plain, repeated, toTheLetter)) {
      Claim.Claimed call = fixture.claimCall(run, 2, 1);
      assertThat(call.given()).isNull();
      assertThat(arguments(call)).isEqualTo("{\"n\": 1}");
    }
  }

  @Test
  void aCallWithArgumentsOfTheirsIsNotMadeWithWhatTakesTheirPlace() {
    Run run = gated(Effect.ONCE);
    approves(run, "{\"n\":\"" + CANARY + "\"}");
    Run ungated = bobs();
    fixture.tell(
        asAda,
        ungated.id(),
        new RunCommand.Approve(
            waits(ungated, 1, WaitReason.APPROVAL), "{\"n\":\"" + CANARY + "\"}"));
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(holding(CANARY)).isEmpty();
    for (Run each : List.of(run, ungated)) {
      Claim.Claimed call = fixture.claimCall(each, 2, 1);
      assertThat(arguments(call)).isEqualTo(Mark.TEXT);
      assertThat(Objects.requireNonNull(call.given()).content()).contains("a person's approval");
    }
  }

  @Test
  void aCallWithArgumentsOfTheirsThatMayHaveBeenMadeIsUnknown() {
    Run run = gated(Effect.ONCE);
    approves(run, "{\"n\":\"" + CANARY + "\"}");
    Claim.Claimed attempt = fixture.claimCall(run, 2, 1);
    store.effects().intend(attempt, Effect.ONCE, Duration.ofMinutes(1));
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(holding(CANARY)).isEmpty();
    StepRef call = StepRef.of(run.ref(), 2).withCall(1);
    assertThat(store.steps().claim(call, StepKind.ACT)).isInstanceOf(Claim.Unknown.class);
  }

  @Test
  void theirArgumentsGoFromWhatIsAskedLaterAndThoseOfOthersStay() {
    Run run = gated(Effect.NONE);
    approves(run, "{\"n\":\"" + CANARY + "\"}");
    waits(run, 1, WaitReason.RECOVERY);
    Run bobs = gated(Effect.NONE);
    approves(bobs, "{\"n\":\"" + CANARY + "\"}");
    UUID asked = waits(bobs, 1, WaitReason.APPROVAL, 2);
    fixture.tell(asBob, bobs.id(), new RunCommand.Approve(asked, "{\"n\":\"of bob\"}"));
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(holding(CANARY)).isEmpty();
    Claim.Claimed call = fixture.claimCall(bobs, 2, 1);
    assertThat(arguments(call)).contains("of bob");
    assertThat(call.given()).isNull();
    spoken.isKeptAsItIsToBe(owner.orgId());
  }

  @Test
  void aTitleThatSomebodyElseGaveStays() {
    Run own = sessions();
    Message last = store.sessions().transcript(owner.orgId(), own.threadId(), 0).getLast();
    UUID fork = store.sessions().fork(asBob, own.sessionId(), last.id(), null, null).value().id();
    store.sessions().update(asBob, fork, "Bob calls it so", null);
    UUID copy = store.sessions().fork(asBob, fork, last.id(), null, null).value().id();
    erasures.eraseUser(owner, ada.id());
    erase();
    for (UUID session : List.of(fork, copy)) {
      assertThat(store.sessions().get(owner.orgId(), session).orElseThrow().title())
          .isEqualTo("Bob calls it so");
    }
  }

  @Test
  void whoDidWhatAndWhenStaysInTheAuditLog() {
    identity();
    var before = audit();
    erasures.eraseUser(owner, ada.id());
    erase();
    var after = audit();
    assertThat(after).hasSize(before.size() + 2).containsAll(before);
    assertThat(admin.actions(owner, ada.id()))
        .startsWith("user.erased", "user.erase")
        .endsWith("user.create");
  }

  private Set<String> audit() {
    return store.audit().search(owner.orgId(), AuditFilter.all(), StoreFixture.ALL).items().stream()
        .map(recorded ->
            String.join(
                " ",
                recorded.id().toString(),
                recorded.at().toString(),
                String.valueOf(recorded.entry().actor().userId()),
                recorded.entry().action(),
                recorded.entry().target().toString()))
        .collect(Collectors.toSet());
  }

  @Test
  void isAcceptedOnceAndFeltAtOnce() {
    identity();
    User accepted = erasures.eraseUser(owner, ada.id());
    assertThat(accepted.status()).isEqualTo(User.Status.ERASING);
    assertThat(accepted.name()).isEqualTo(Mark.TEXT);
    assertThat(accepted.email()).isNull();
    assertThat(erasures.eraseUser(owner, ada.id())).isEqualTo(accepted);
    assertThat(admin.actions(owner, ada.id())).filteredOn("user.erase"::equals).hasSize(1);
    assertThat(store.identities().access(owner.orgId(), ada.id())).isEmpty();
    assertThat(store.users().get(owner.orgId(), ada.id())).contains(accepted);
    assertRefused(
        "user_erasing",
        () ->
            store
                .users()
                .update(owner, ada.id(), new UserChange(null, null, null, User.Status.ACTIVE)));
    assertRefused("user_erasing", () -> store.users().remove(owner, ada.id()));
    erase();
    erasures.finishUser(owner.orgId(), ada.id());
    assertThat(store.users().get(owner.orgId(), ada.id())).isEmpty();
    assertRefused("user_not_found", () -> erasures.eraseUser(owner, ada.id()));
    assertThat(admin.actions(owner, ada.id())).filteredOn("user.erased"::equals).hasSize(1);
    store.users().create(owner, new NewUser("New", ada.email(), "viewer"), null);
  }

  @Test
  void aRemovedUserCanBeErasedTheLastOwnerAndOneWhoMayMoreCanNot() {
    store.users().remove(owner, ada.id());
    assertThat(holding(CANARY)).containsKeys("users", "audit_log");
    erasures.eraseUser(owner, ada.id());
    erase();
    assertThat(holding(CANARY)).isEmpty();
    assertRefused("last_owner", () -> erasures.eraseUser(owner, owner.caller().userId()));
    Requester lesser = admin.somebody(owner, Role.ADMIN);
    assertRefused("permission_exceeded", () -> erasures.eraseUser(lesser, owner.caller().userId()));
    assertRefused("user_not_found", () -> erasures.eraseUser(owner, fixture.id()));
  }

  @Test
  void anotherOrganizationErasesNobodyHere() {
    Requester stranger = admin.owner();
    Map<String, List<String>> before = holding(ada.id().toString());
    assertRefused("user_not_found", () -> erasures.eraseUser(stranger, ada.id()));
    erasures.finishUser(stranger.orgId(), ada.id());
    assertThat(erasures.maskTexts(stranger.orgId(), ada.id(), FIRST)).isEmpty();
    assertThat(holding(ada.id().toString())).isEqualTo(before);
  }

  @Test
  void theLogOfAUserWhoIsNotErasedStays() {
    for (String user : List.of(ada.id().toString(), fixture.id().toString())) {
      assertThatThrownBy(() ->
              fixture
                  .service()
                  .useTransaction(handle -> {
                    handle.execute(
                        "SELECT set_config('app.org_id', ?, true)", owner.orgId().toString());
                    handle.execute("SELECT crossing.mask_audit_log('" + user + "', NULL)");
                  }))
          .hasMessageContaining("not being erased");
    }
  }

  /** Each transaction may be the last one before somebody dies, and is done again after. */
  @Test
  void mayBeBegunAgainAtAnyPoint() {
    identity();
    sessions();
    elsewhere();
    erasures.eraseUser(owner, ada.id());
    mask();
    for (Run run : unended()) {
      store.runs().finish(run.ref(), new Ending.Cancelled());
    }
    Emptied one = erasures.sessions(owner.orgId(), ada.id()).getFirst();
    erasures.deleteSession(owner.orgId(), ada.id(), one.sessionId());
    erasures.deleteSession(owner.orgId(), ada.id(), one.sessionId());
    mask();
    erase();
    assertThat(holding(CANARY)).isEmpty();
  }
}
