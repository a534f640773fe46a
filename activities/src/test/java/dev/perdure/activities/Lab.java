package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Workspaces;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.memory.RedisMemory;
import dev.perdure.memory.RedisOptions;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.CustomSkills;
import dev.perdure.store.Ids;
import dev.perdure.store.LoginRole;
import dev.perdure.store.Migrations;
import dev.perdure.store.PoolConfig;
import dev.perdure.store.Pools;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The activities over a real PostgreSQL and a real Redis, with a model and tools a test writes. */
final class Lab implements AutoCloseable {

  final Store store;
  final RedisMemory memory;
  final Published live;
  final LabSkill skill = new LabSkill();
  final LabKind kind = new LabKind();
  final ScriptedModel model = new ScriptedModel();
  final LabPrices prices = new LabPrices();
  final Heartbeats heartbeats = new Heartbeats();
  final AtomicReference<Checkpoints> checkpoints = new AtomicReference<>(Checkpoints.NONE);
  final List<RunRef> started = new CopyOnWriteArrayList<>();
  final ThinkActivitiesImpl think;
  final ActActivitiesImpl act;
  final RunActivitiesImpl record;
  final Ports ports;
  final Caller caller;
  final TestStack stack;
  private final HikariDataSource pool;
  private final HikariDataSource admin;

  Lab(Class<?> test) {
    this(SharedDevStack.get().forTest(test, "activities", Lab::migrate));
  }

  private Lab(TestStack stack) {
    this(stack, URI.create(stack.redisUrl()));
  }

  private Lab(TestStack stack, URI redis) {
    this.stack = stack;
    pool = Pools.open("activities-test", config(stack.service()));
    admin = Pools.open("activities-admin", config(stack.postgres()));
    store = StoreFactory.create(pool, Ids.timeOrdered());
    memory = RedisMemory.open(RedisOptions.of(redis));
    live = new Published(memory.publisher());
    ports = ports();
    think = new ThinkActivitiesImpl(ports, heartbeats);
    act = new ActActivitiesImpl(ports, heartbeats);
    record = new RunActivitiesImpl(ports);
    var made = store.tenants().createOrganization("org-" + UUID.randomUUID(), "Org", "Ada");
    caller =
        new Caller(
            made.orgId(), made.userId(), Credential.key(UUID.randomUUID()), Permission.all());
  }

  /** The same with nobody listening where Redis should be. */
  static Lab withoutRedis(Class<?> test) {
    TestStack stack = SharedDevStack.get().forTest(test, "activities", Lab::migrate);
    return new Lab(stack, URI.create("redis://127.0.0.1:1"));
  }

  private static void migrate(PostgresAddress address) {
    try (HikariDataSource pool = Pools.open("migration", config(address))) {
      Migrations.apply(pool);
      LoginRole.ensure(pool, config(TestStack.service(address)));
    }
  }

  private static PoolConfig config(PostgresAddress address) {
    return new PoolConfig(
        address.jdbcUrl(), address.user(), address.password(), 8, Duration.ofSeconds(20));
  }

  private Ports ports() {
    return new Ports(
        store.runs(),
        store.steps(),
        store.sessions(),
        store.agents(),
        store.commands(),
        store.interrupts(),
        store.delegations(),
        store.effects(),
        store.budgets(),
        store.artifacts(),
        registry(),
        new StrictJsonSchemas(),
        model,
        prices,
        memory.transcripts(),
        live,
        (point, subject) -> checkpoints.get().reached(point, subject),
        starter(),
        OutboundClients.none(),
        Workspaces.none());
  }

  private DefaultSkillRegistry registry() {
    return new DefaultSkillRegistry(
        List.of(skill, LabShelf.MANUAL, LabShelf.WAREHOUSE, LabShelf.HEAVY),
        List.of(),
        store.skillSettings(),
        Secrets.none(),
        new CustomSkills(
            store.customSkills(), Secrets.none(), new StrictJsonSchemas(), List.of(kind)));
  }

  /** Another organization. */
  OrgId stranger() {
    return store.tenants().createOrganization("org-" + UUID.randomUUID(), "Else", "Eve").orgId();
  }

  /** Asks a run to stop; nobody rings. */
  void cancel(UUID runId) {
    tell(runId, new RunCommand.Cancel(CancelMode.INTERRUPT));
  }

  /** Tells a run something; nobody rings. */
  CommandAccepted tell(UUID runId, RunCommand command) {
    return store.commands().accept(caller, runId, command, null);
  }

  private RunStarter starter() {
    return new RunStarter() {
      @Override
      public void start(RunRef run) {
        started.add(run);
        throw new IllegalStateException("Temporal is away");
      }

      @Override
      public void ring(RunRef run) {}
    };
  }

  /** The agent of the laboratory. */
  static AgentConfig config() {
    return AgentConfig.of("Be brief.", "lab/scripted", null, List.of("lab", "gone"), 200);
  }

  Agent agent() {
    return agent(config());
  }

  Agent agent(AgentConfig config) {
    return store
        .agents()
        .create(Requester.of(caller), "agent-" + UUID.randomUUID(), null, config, null, null)
        .value();
  }

  Run start(Agent agent, UUID session, String text) {
    return start(new StartRun(session, agent.id(), null, text(text), InputPolicy.ENQUEUE));
  }

  private Run start(StartRun request) {
    return store.runs().start(caller, request, null).run();
  }

  private static List<ContentPart> text(String text) {
    return List.of(new ContentPart.Text(text));
  }

  /** A committed run in a new session. */
  Run started() {
    return start(new StartRun(null, agent().id(), null, text("How is it?"), InputPolicy.REJECT));
  }

  /** A run that has begun. */
  RunRef running() {
    return begun(started());
  }

  /** The same of an agent with this configuration. */
  RunRef running(AgentConfig config) {
    return begun(started(config));
  }

  /** A committed run of an agent with this configuration, in a new session. */
  Run started(AgentConfig config) {
    return start(
        new StartRun(null, agent(config).id(), null, text("How is it?"), InputPolicy.REJECT));
  }

  private RunRef begun(Run run) {
    record.begin(run.ref());
    return run.ref();
  }

  /** The only effect of a call. */
  EffectEntry effect(StepRef call) {
    return store.effects().list(call.run().orgId(), call.run().runId()).stream()
        .filter(entry -> entry.stepId().equals(call.stepId()))
        .findFirst()
        .orElseThrow();
  }

  Run run(RunRef ref) {
    return store.runs().get(ref.orgId(), ref.runId()).orElseThrow();
  }

  List<Message> messages(RunRef ref) {
    return store
        .sessions()
        .messages(ref.orgId(), ref.sessionId(), new PageRequest(200, null))
        .items();
  }

  /** The result of the only tool call of a run. */
  ContentPart.ToolResult toolResult(RunRef ref) {
    return messages(ref).stream()
        .flatMap(message -> message.content().stream())
        .filter(ContentPart.ToolResult.class::isInstance)
        .map(ContentPart.ToolResult.class::cast)
        .findFirst()
        .orElseThrow();
  }

  Step step(StepRef ref) {
    return store.runs().steps(ref.run().orgId(), ref.run().runId()).stream()
        .filter(step -> step.ref().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    heartbeats.close();
    memory.close();
    pool.close();
    admin.close();
  }

  /** From now on the call can no longer be under way. */
  void hardDeadlinePasses(StepRef call) {
    update(
        "UPDATE effects SET hard_deadline = now() WHERE org_id = ? AND effect_key = ?",
        call.run().orgId().value(),
        call.effectKey());
  }

  /** As if the call had been planned before its tool was kept. */
  void forgetTool(StepRef call) {
    update(
        "UPDATE steps SET skill = NULL, tool_digest = NULL"
            + " WHERE org_id = ? AND run_id = ? AND call = ?",
        call.run().orgId().value(),
        call.run().runId(),
        call.call());
  }

  /**
   * As if the skill that made the call had been deleted, which a run at work does not let happen.
   */
  void deleteSkill(StepRef call) {
    update(
        "UPDATE effects SET skill = 'gone@1' WHERE org_id = ? AND effect_key = ?",
        call.run().orgId().value(),
        call.effectKey());
  }

  private void update(String sql, Object... values) {
    try (Connection connection = admin.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
