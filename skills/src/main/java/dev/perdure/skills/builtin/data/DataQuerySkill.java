package dev.perdure.skills.builtin.data;

import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.skills.builtin.data.process.Launcher;
import dev.perdure.skills.builtin.data.process.PrivateFolders;
import dev.perdure.skills.builtin.data.process.QueryProcesses;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import dev.perdure.skills.builtin.data.wire.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Queries data with SQL. */
public final class DataQuerySkill implements Skill, AutoCloseable {

  private static final String INSTRUCTIONS =
      """
      Look before you query: describe_files or describe_database tells names and types. Let SQL do \
      the work (filter, join, aggregate, order) and read few rows: the answer shows the first 50, \
      people see more beside it. Ask for a chart where it says more than numbers.\
      """;

  private final PrivateFolders folders;
  private final List<Tool> tools;

  private DataQuerySkill(PrivateFolders folders, List<Tool> tools) {
    this.folders = folders;
    this.tools = List.copyOf(tools);
  }

  /**
   * Makes it ready, and wipes what workers that were killed left behind.
   *
   * @param root where files are copied to; shared by the workers of a machine
   * @param hosts where connections to databases may go
   * @throws IOException when nothing can be written there
   */
  public static DataQuerySkill open(
      Path root, QueryLimits limits, Launcher launcher, OutboundHosts hosts) throws IOException {
    PrivateFolders folders = PrivateFolders.open(root.toAbsolutePath());
    QueryProcesses processes = new QueryProcesses(folders, limits, launcher);
    FileQueries files = new FileQueries(folders, processes, limits);
    DatabaseQueries databases = new DatabaseQueries(folders, processes, limits, hosts);
    Telling telling = new Telling(limits);
    return new DataQuerySkill(
        folders,
        List.of(
            new QueryFilesTool(files, telling, limits),
            new DescribeFilesTool(files, telling, limits),
            new SaveQueryTool(files, telling, limits),
            new QueryDatabaseTool(databases, telling, limits),
            new DescribeDatabaseTool(databases, telling, limits)));
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "data_query",
        "1",
        "Data query",
        "Queries files of the workspace (CSV, JSON, Parquet, Excel) and connected PostgreSQL"
            + " databases with SQL, and draws charts.",
        INSTRUCTIONS,
        DatabaseConnection.SCHEMA,
        List.of(
            new SecretNeed(
                DatabaseConnection.PASSWORD,
                "The password of a connection's role, named password:<connection>.",
                false)));
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    String clear =
        DatabaseConnection.all(context).stream()
            .filter(connection -> connection.tls() != Tls.VERIFY_FULL)
            .map(DatabaseConnection::name)
            .collect(Collectors.joining(", "));
    return clear.isEmpty()
        ? SkillHealth.OK
        : SkillHealth.degraded(
            "Nobody checks whom these connections reach: " + clear + ". Set tls to verify-full.");
  }

  @Override
  public void close() throws IOException {
    folders.close();
  }
}
