package dev.perdure.store;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.secret.MessageEncryption;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.SqlStatements;

/** Puts the storage ports together. */
public final class StoreFactory {

  private StoreFactory() {}

  /**
   * The ports over a database whose schema {@link Migrations} has brought up to date. JDBI's
   * plug-ins on the class path are installed: that for PostgreSQL, and in tests what watches.
   *
   * @param dataSource logs in as a role that {@link LoginRole} has made; another is refused
   * @param ids makes the ids; {@link Ids#timeOrdered()} outside of tests
   */
  public static Store create(DataSource dataSource, Supplier<UUID> ids) {
    return create(dataSource, ids, Plans.builtIn());
  }

  /** The same, with the plans that organizations can have. */
  public static Store create(DataSource dataSource, Supplier<UUID> ids, Plans plans) {
    return create(dataSource, ids, plans, MessageEncryption.none());
  }

  /**
   * The same, with what people, agents and tools say kept as the installation wants.
   *
   * @param messages its cipher must not need this data source: it is called while a transaction of
   *     it is open
   */
  public static Store create(
      DataSource dataSource, Supplier<UUID> ids, Plans plans, MessageEncryption messages) {
    return create(dataSource, ids, Db.ATTEMPTS, plans, messages);
  }

  /** What people, agents and tools said, to be stored otherwise. */
  public static MessageBodies messageBodies(DataSource dataSource, FieldCipher cipher) {
    return new JdbiMessageBodies(
        db(dataSource, Db.ATTEMPTS), new Bodies(new MessageEncryption(cipher, true)), new Json());
  }

  /** The wrapped keysets of the organizations, which a {@link FieldCipher} needs. */
  public static KeysetStore keysets(DataSource dataSource) {
    return new JdbiKeysetStore(db(dataSource, Db.ATTEMPTS));
  }

  /** The ports for what is encrypted. */
  public static Vault vault(DataSource dataSource, Supplier<UUID> ids, FieldCipher cipher) {
    Db db = db(dataSource, Db.ATTEMPTS);
    AuditRows audit = new AuditRows(new Json(), ids);
    return new Vault(
        new JdbiSecretStore(db, cipher, audit, ids),
        new JdbiModelCredentialStore(db, cipher, audit, ids),
        new JdbiEncryptedFields(db));
  }

  static Db db(DataSource dataSource, int attempts) {
    Jdbi jdbi = Jdbi.create(dataSource);
    ServiceLoader.load(JdbiPlugin.class).forEach(jdbi::installPlugin);
    // One set of bindings serves the variants of a statement.
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return new Db(jdbi, attempts);
  }

  static Store create(
      DataSource dataSource,
      Supplier<UUID> ids,
      int attempts,
      Plans plans,
      MessageEncryption messages) {
    Db db = db(dataSource, attempts);
    Json json = new Json();
    Bodies bodies = new Bodies(messages);
    EventLog log = new EventLog(json, bodies);
    AuditRows audit = new AuditRows(json, ids);
    Transcript transcript = new Transcript(json, bodies);
    IdempotencyKeys keys = new IdempotencyKeys();
    QuotaRows quotas = new QuotaRows(json, plans);
    SessionInserts inserts =
        new SessionInserts(
            json, bodies, new WorkspaceFork(bodies, ids, new OrganizationRoom(quotas)));
    RunRows runs = new RunRows(json, bodies);
    RunBeginning beginning = new RunBeginning(json, bodies, ids, log, transcript);
    RunTurns turns = new RunTurns(quotas);
    RunEnding ending = new RunEnding(json, bodies, ids, log, transcript, turns);
    UnknownEffects unknown = new UnknownEffects(log);
    ToolCallCommit calls = new ToolCallCommit(json, bodies, ids, log, transcript, unknown);
    RunInserts started = new RunInserts(json, bodies);
    CommandRows commands = new CommandRows(json, bodies);
    InterruptRows interrupts = new InterruptRows(json, bodies);
    InterruptVerdict verdict = new InterruptVerdict(json, bodies, interrupts, commands);
    StepGiven given = new StepGiven(json, bodies);
    LostRuns lost = new LostRuns(json, bodies, ids, log, beginning, verdict, commands);
    RunCancel cancel = new RunCancel(commands, ending);
    Steers steers = new Steers(json, commands);
    InterruptFinder finder = new InterruptFinder(interrupts);
    TopUpOrders topUps = new TopUpOrders(json, verdict, commands);
    CommandAccept accept =
        new CommandAccept(
            keys,
            runs,
            log,
            commands,
            new Verdicts(json, verdict, finder, commands, given),
            new Recoveries(json, verdict, finder, commands, given, topUps, cancel, lost),
            topUps,
            new RunPause(commands, interrupts),
            cancel,
            steers);
    JdbiSkillSettingsStore settings = new JdbiSkillSettingsStore(db, json, audit);
    return new Store(
        new JdbiTenantStore(db, ids, audit),
        new JdbiIdentities(db),
        new JdbiConsoleSessions(db, new AuditRows(json, ids)),
        new JdbiTokenUsers(db, new ClaimedRoles(audit), audit, ids),
        new JdbiSigningKeys(db),
        new JdbiAgentStore(db, json, ids, keys, audit),
        new JdbiSessionStore(
            db,
            new SessionRows(json, bodies),
            inserts,
            new SessionFork(transcript),
            transcript,
            ids,
            keys,
            audit),
        new JdbiRunStore(
            db,
            runs,
            new RunLists(runs, json, bodies),
            new RunStart(
                bodies,
                ids,
                keys,
                runs,
                inserts,
                started,
                new InputPolicies(log, cancel, steers),
                turns),
            beginning,
            ending),
        new JdbiRunForks(
            db,
            new RunRetry(ids, keys, runs, started, turns),
            new RunFork(
                bodies,
                ids,
                keys,
                runs,
                started,
                inserts,
                new StepCopies(json, bodies),
                transcript,
                turns)),
        new JdbiCommandStore(db, accept, commands),
        new JdbiInterruptStore(
            db,
            interrupts,
            new InterruptOpening(json, bodies, ids, log, interrupts, verdict, commands),
            new InterruptTimers(log, interrupts, verdict, given)),
        new JdbiStepStore(
            db,
            new StepClaim(json, bodies, log, new SteerIntake(json, bodies, ids, transcript)),
            new MessageOpening(log),
            new Degradation(log),
            new ThoughtCommit(json, bodies, ids, log, transcript),
            calls),
        new JdbiEventStore(db, json, bodies),
        new JdbiRunRecovery(db, lost, turns, new SuspensionPause(accept)),
        new JdbiEffectStore(
            db,
            bodies,
            new EffectIntents(bodies, unknown),
            new LateEffects(bodies, log),
            new EffectUndo(bodies, log)),
        new JdbiBudgetStore(db, log, new DailySpend(quotas)),
        new JdbiDelegationStore(
            db,
            new ChildMaking(json, bodies, ids),
            new ChildConclusion(json, bodies, ending, calls)),
        new JdbiArtifactStore(db, bodies),
        new JdbiAuditLog(db, audit),
        new JdbiApiKeyStore(db, audit, keys),
        new JdbiUserStore(db, audit, keys, ids),
        new JdbiInvitationStore(db, audit, keys),
        new JdbiRoleStore(db, audit),
        new JdbiOrganizationStore(db, audit, keys),
        new JdbiOutboundRuleStore(db, audit, ids),
        new JdbiQuotaStore(db, json, quotas, audit),
        new JdbiSigningStore(db, audit),
        erasures(db, json, bodies, audit),
        new JdbiDataExport(db, new ExportedTables(json), bodies, audit),
        settings,
        new JdbiCustomSkillStore(db, json, ids, keys, audit, settings),
        new JdbiToolTrials(db, quotas, keys, audit, ids));
  }

  private static JdbiErasures erasures(Db db, Json json, Bodies bodies, AuditRows audit) {
    ErasureRows rows = new ErasureRows();
    return new JdbiErasures(
        db,
        rows,
        new OrganizationErasing(rows, audit),
        new UserErasing(rows, audit, new TypedTexts(json, bodies)));
  }
}
