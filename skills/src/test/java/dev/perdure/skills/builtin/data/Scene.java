package dev.perdure.skills.builtin.data;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolArtifact;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.builtin.data.process.Launcher;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The skill in a folder of its own. */
final class Scene implements AutoCloseable {

  /** Small enough that a query which takes too much is found out soon. */
  static final QueryLimits SMALL =
      new QueryLimits(Duration.ofSeconds(10), 128, 64, 16, 1_000, 512, 2);

  final OrgId org = new OrgId(UUID.randomUUID());
  final MemoryWorkspace workspace = new MemoryWorkspace();
  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final Path root;
  private final DataQuerySkill skill;

  Scene(Path root, QueryLimits limits, OutboundHosts hosts) {
    this(root, limits, hosts, Launcher.ofThisMachine());
  }

  Scene(Path root, QueryLimits limits, OutboundHosts hosts, Launcher launcher) {
    this.root = root;
    try {
      this.skill = DataQuerySkill.open(root, limits, launcher, hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scene in(Path root) {
    return new Scene(root, SMALL, OutboundHosts.none());
  }

  DataQuerySkill skill() {
    return skill;
  }

  ToolOutput sql(String sql) {
    return call("query_files", Map.of("sql", sql));
  }

  ToolOutput sql(String sql, String... files) {
    return call("query_files", Map.of("sql", sql, "files", List.of(files)));
  }

  ToolOutput call(String tool, Map<String, Object> arguments) {
    return call(tool, arguments, Cancellation.NEVER);
  }

  ToolOutput call(String tool, Map<String, Object> arguments, Cancellation cancellation) {
    return call(tool, arguments, cancellation, SkillContext.bare(org));
  }

  ToolOutput call(
      String tool, Map<String, Object> arguments, Cancellation cancellation, SkillContext context) {
    return tool(tool)
        .call(
            ToolInvocation.tried(context.orgId(), UUID.randomUUID(), "key", arguments)
                .with(workspace)
                .with(cancellation)
                .with(context));
  }

  Tool tool(String name) {
    return skill.tools().stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The table that people see. */
  JsonNode table(ToolOutput output) {
    return artifact(output, ToolArtifact.TABLE);
  }

  JsonNode artifact(ToolOutput output, String mediaType) {
    try {
      return json.readTree(
          output.artifacts().stream()
              .filter(artifact -> artifact.mediaType().equals(mediaType))
              .findFirst()
              .orElseThrow(() -> new AssertionError(output.content()))
              .content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders of queries that are there now. */
  List<Path> folders() {
    try (Stream<Path> all = Files.walk(root, 2)) {
      return all.filter(path -> Files.isDirectory(path.resolve("spill"))).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    skill.close();
  }
}
