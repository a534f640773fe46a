package dev.perdure.store;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.quota.Plans;
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
    return create(dataSource, ids, Db.ATTEMPTS, plans);
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

  private static Db db(DataSource dataSource, int attempts) {
    Jdbi jdbi = Jdbi.create(dataSource);
    ServiceLoader.load(JdbiPlugin.class).forEach(jdbi::installPlugin);
    // One set of bindings serves the variants of a statement.
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return new Db(jdbi, attempts);
  }

  static Store create(DataSource dataSource, Supplier<UUID> ids, int attempts, Plans plans) {
    Db db = db(dataSource, attempts);
    Json json = new Json();
    EventLog log = new EventLog(json);
    AuditRows audit = new AuditRows(json, ids);
    Transcript transcript = new Transcript(json);
    IdempotencyKeys keys = new IdempotencyKeys();
    SessionInserts inserts = new SessionInserts(json);
    RunRows runs = new RunRows(json);
    RunBeginning beginning = new RunBeginning(json, ids, log, transcript);
    QuotaRows quotas = new QuotaRows(json, plans);
    RunTurns turns = new RunTurns(quotas);
    RunEnding ending = new RunEnding(json, ids, log, transcript, turns);
    UnknownEffects unknown = new UnknownEffects(log);
    ToolCallCommit calls = new ToolCallCommit(json, ids, log, transcript, unknown);
    RunInserts started = new RunInserts(json);
    CommandRows commands = new CommandRows(json);
    InterruptRows interrupts = new InterruptRows(json);
    InterruptVerdict verdict = new InterruptVerdict(json, interrupts, commands);
    StepGiven given = new StepGiven(json);
    LostRuns lost = new LostRuns(json, ids, log, beginning, verdict, commands);
    RunCancel cancel = new RunCancel(commands, ending);
    Steers steers = new Steers(json, commands);
    InterruptFinder finder = new InterruptFinder(interrupts);
    TopUpOrders topUps = new TopUpOrders(json, verdict, commands);
    return new Store(
        new JdbiTenantStore(db, ids, audit),
        new JdbiIdentities(db),
        new JdbiConsoleSessions(db, new AuditRows(json, ids)),
        new JdbiTokenUsers(db, ids),
        new JdbiSigningKeys(db),
        new JdbiAgentStore(db, json, ids, keys),
        new JdbiSessionStore(
            db, new SessionRows(json), inserts, new SessionFork(transcript), transcript, ids, keys),
        new JdbiRunStore(
            db,
            runs,
            new RunLists(runs, json),
            new RunStart(
                ids, keys, runs, inserts, started, new InputPolicies(log, cancel, steers), turns),
            beginning,
            ending),
        new JdbiRunForks(
            db,
            new RunRetry(ids, keys, runs, started, turns),
            new RunFork(ids, keys, runs, started, inserts, transcript, turns)),
        new JdbiCommandStore(
            db,
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
                steers),
            commands),
        new JdbiInterruptStore(
            db,
            interrupts,
            new InterruptOpening(json, ids, log, interrupts, verdict, commands),
            new InterruptTimers(log, interrupts, verdict, given)),
        new JdbiStepStore(
            db,
            new StepClaim(json, log, new SteerIntake(json, ids, transcript)),
            new MessageOpening(log),
            new Degradation(log),
            new ThoughtCommit(json, ids, log, transcript),
            calls),
        new JdbiEventStore(db, json),
        new JdbiRunRecovery(db, lost, turns),
        new JdbiEffectStore(
            db, new EffectIntents(unknown), new LateEffects(log), new EffectUndo(log)),
        new JdbiBudgetStore(db, log, new DailySpend(quotas)),
        new JdbiDelegationStore(
            db, new ChildMaking(json, ids), new ChildConclusion(json, ending, calls)),
        new JdbiArtifactStore(db),
        new JdbiAuditLog(db, audit),
        new JdbiApiKeyStore(db, audit, keys),
        new JdbiUserStore(db, audit, keys, ids),
        new JdbiInvitationStore(db, audit, keys),
        new JdbiRoleStore(db, audit),
        new JdbiOrganizationStore(db, audit, keys),
        new JdbiOutboundRuleStore(db, audit, ids),
        new JdbiQuotaStore(db, json, quotas, audit),
        new JdbiSigningStore(db, audit),
        erasures(db, json, audit),
        new JdbiDataExport(db, new ExportedTables(json), audit));
  }

  private static JdbiErasures erasures(Db db, Json json, AuditRows audit) {
    ErasureRows rows = new ErasureRows();
    return new JdbiErasures(
        db,
        rows,
        new OrganizationErasing(rows, audit),
        new UserErasing(rows, audit, new TypedTexts(json)));
  }
}
