package dev.perdure.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.testkit.TestCipher;
import dev.perdure.testkit.plugin.FiltersOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A migrated database of its own, the ports over it, and short ways to do what every test does. */
final class StoreFixture implements AutoCloseable {

  static final PageRequest ALL = new PageRequest(200, null);

  private final PostgresAddress address;
  private final PostgresAddress service;
  private final HikariDataSource pool;
  private final HikariDataSource admin;
  private final Supplier<UUID> ids = Ids.timeOrdered();
  private final Store store;
  private final MessageEncryption messages;

  StoreFixture(Class<?> test) {
    this(test, TestCipher.asTold());
  }

  /** With messages kept so, whatever the tests were told. */
  StoreFixture(Class<?> test, MessageEncryption messages) {
    this(SharedDevStack.get().forTest(test, "store", StoreFixture::migrate).postgres(), messages);
  }

  private StoreFixture(PostgresAddress owner, MessageEncryption messages) {
    this(owner, TestStack.service(owner), messages);
  }

  /** Over a database that has been migrated. */
  StoreFixture(PostgresAddress owner, PostgresAddress service) {
    this(owner, service, TestCipher.asTold());
  }

  private StoreFixture(PostgresAddress owner, PostgresAddress service, MessageEncryption messages) {
    address = owner;
    this.service = service;
    admin = Pools.open("store-admin", config(owner));
    pool = Pools.open("store-test", config(service));
    this.messages = messages;
    // One attempt, so that a deadlock is seen instead of tried again.
    store = store(messages);
  }

  /** Another one over the same database. */
  StoreFixture also(MessageEncryption messages) {
    return new StoreFixture(address, service, messages);
  }

  /** The same, with the queries' own conditions on the organization switched off. */
  static StoreFixture withoutFilters(Class<?> test) {
    System.setProperty(FiltersOff.PROPERTY, "true");
    try {
      return new StoreFixture(test);
    } finally {
      System.clearProperty(FiltersOff.PROPERTY);
    }
  }

  private static void migrate(PostgresAddress address) {
    try (HikariDataSource pool = Pools.open("store-migration", config(address).forMigrations())) {
      Migrations.apply(pool);
      LoginRole.ensure(pool, config(TestStack.service(address)));
    }
  }

  static PoolConfig config(PostgresAddress address) {
    return new PoolConfig(
        address.jdbcUrl(),
        address.user(),
        address.password(),
        16,
        Duration.ofSeconds(20),
        Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    pool.close();
    admin.close();
  }

  Store store() {
    return store;
  }

  /** Another store over the same database. */
  Store store(MessageEncryption messages) {
    return StoreFactory.create(pool, ids, 1, Plans.builtIn(), messages);
  }

  /** How messages are kept. */
  MessageEncryption messages() {
    return messages;
  }

  Db db() {
    return StoreFactory.db(pool, 1);
  }

  MessageBodies messageBodies(FieldCipher cipher) {
    return StoreFactory.messageBodies(pool, cipher);
  }

  Vault vault(FieldCipher cipher) {
    return StoreFactory.vault(pool, ids, cipher);
  }

  KeysetStore keysets() {
    return StoreFactory.keysets(pool);
  }

  /** Another pool of the service, with something added to its address. */
  HikariDataSource pool(String parameter) {
    String url = service.jdbcUrl() + (service.jdbcUrl().contains("?") ? "&" : "?") + parameter;
    return Pools.open(
        "store-other",
        new PoolConfig(url, service.user(), service.password(), 1, Duration.ofSeconds(20)));
  }

  /** SQL behind the ports' back, as an administrator, who sees everything. */
  Jdbi sql() {
    return Jdbi.create(admin);
  }

  /** Whether somebody waits for a lock with a statement that has this in it. */
  boolean waits(String statement) {
    return sql()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE '%' || :statement || '%'"
                        + " AND pid <> pg_backend_pid())")
                .bind("statement", statement)
                .mapTo(Boolean.class)
                .one());
  }

  /** SQL as the role of the service. */
  Jdbi service() {
    return Jdbi.create(pool);
  }

  PostgresAddress address() {
    return address;
  }

  int migrateAgain() {
    return Migrations.apply(admin);
  }

  UUID id() {
    return ids.get();
  }

  /** A change in the audit log. */
  void record(OrgId orgId, AuditEntry entry) {
    AuditRows rows = new AuditRows(new Json(), ids);
    sql().useHandle(handle -> rows.add(handle, orgId, entry));
  }

  /** A caller of a fresh organization. */
  Caller caller() {
    var made = store.tenants().createOrganization("org-" + id(), "Org", "Ada");
    return new Caller(made.orgId(), made.userId(), Credential.key(id()), Permission.all());
  }

  Agent agent(Caller caller) {
    return agent(caller, config());
  }

  Agent agent(Caller caller, AgentConfig config) {
    return store
        .agents()
        .create(Requester.of(caller), "agent-" + id(), null, config, null, null)
        .value();
  }

  /** What {@link #config} says, with a budget and sub-agents. */
  static AgentConfig config(int maxSteps, Budget budget, List<SubAgent> subAgents) {
    return AgentConfig.of(
        "Be brief.",
        "rehearsal/one",
        null,
        List.of("clock"),
        maxSteps,
        null,
        subAgents,
        null,
        null,
        budget,
        null,
        null);
  }

  static AgentConfig config() {
    return AgentConfig.of("Be brief.", "rehearsal/one", null, List.of("clock"), 40);
  }

  Run start(Caller caller, UUID agentId, @Nullable UUID sessionId, String text) {
    return store.runs().start(caller, request(agentId, sessionId, text), null).run();
  }

  static StartRun request(UUID agentId, @Nullable UUID sessionId, String text) {
    return new StartRun(
        sessionId, agentId, null, List.of(new ContentPart.Text(text)), InputPolicy.ENQUEUE);
  }

  /** Asks a run to stop, and keeps what it did. */
  CommandAccepted cancel(Caller caller, UUID runId) {
    return tell(caller, runId, new RunCommand.Cancel(CancelMode.INTERRUPT));
  }

  CommandAccepted tell(Caller caller, UUID runId, RunCommand command) {
    return store.commands().accept(caller, runId, command, null);
  }

  /** A run that has begun, in a new session. */
  Run running(Caller caller) {
    return begun(start(caller, agent(caller).id(), null, "hello"));
  }

  Run begun(Run run) {
    store.runs().begin(run.ref());
    return store.runs().get(run.orgId(), run.id()).orElseThrow();
  }

  Claim.Claimed claim(Run run, int number) {
    return (Claim.Claimed) store.steps().claim(StepRef.of(run.ref(), number), StepKind.THINK);
  }

  Claim.Claimed claimCall(Run run, int number, int call) {
    StepRef step = StepRef.of(run.ref(), number).withCall(call);
    return (Claim.Claimed) store.steps().claim(step, StepKind.ACT);
  }

  Claim.Claimed claimDelegation(Run run, int number, int call) {
    StepRef step = StepRef.of(run.ref(), number).withCall(call);
    return (Claim.Claimed) store.steps().claim(step, StepKind.DELEGATE);
  }

  Run get(Run run) {
    return get(run.ref());
  }

  Run get(RunRef run) {
    return store.runs().get(run.orgId(), run.runId()).orElseThrow();
  }

  /** A thought that answers. */
  Thought answer(String text) {
    return answer(id(), text);
  }

  Thought answer(UUID messageId, String text) {
    return thought(messageId, List.of(new ContentPart.Text(text)), new Decision.Respond());
  }

  /** A thought that calls a tool so many times. */
  Thought calls(String text, int count) {
    List<ContentPart> content = new ArrayList<>();
    if (!text.isEmpty()) {
      content.add(new ContentPart.Text(text));
    }
    IntStream.rangeClosed(1, count)
        .mapToObj(
            n -> new ContentPart.ToolCall("call-" + n + "-" + id(), "clock", "{\"n\":" + n + "}"))
        .forEach(content::add);
    List<PlannedCall> planned =
        IntStream.rangeClosed(1, count)
            .mapToObj(n -> new PlannedCall(n, "clock", Effect.NONE, Duration.ofSeconds(30), 4))
            .toList();
    return thought(id(), content, new Decision.Act(planned));
  }

  /** A thought that delegates to a sub-agent so many times. */
  Thought delegations(String name, int count) {
    String tool = SubAgent.TOOL_PREFIX + name;
    List<ContentPart> content =
        IntStream.rangeClosed(1, count).mapToObj(n -> toolCall(tool, "{\"task\":\"t\"}")).toList();
    return thought(id(), content, new Decision.Delegate(planned(tool, count)));
  }

  ContentPart toolCall(String tool, String arguments) {
    return new ContentPart.ToolCall("call-" + id(), tool, arguments);
  }

  static List<PlannedCall> planned(String tool, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> new PlannedCall(n, tool, Effect.NONE, Duration.ofSeconds(30), 1))
        .toList();
  }

  /** What its calls were planned for is kept as well. */
  static Thought thought(UUID messageId, List<ContentPart> content, Decision decision) {
    Map<Integer, PlannedTool> tools = new HashMap<>();
    for (int place = 0; place < content.size(); place++) {
      if (content.get(place) instanceof ContentPart.ToolCall) {
        tools.put(place, new PlannedTool("time@1", "of-then"));
      }
    }
    return new Thought(
        messageId,
        false,
        content,
        decision,
        "rehearsal",
        "one",
        new TokenUsage(100, 40, 20, 5),
        Duration.ofMillis(1234),
        null,
        0,
        Map.of(),
        tools);
  }
}
