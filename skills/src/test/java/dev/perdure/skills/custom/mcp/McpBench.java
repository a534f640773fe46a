package dev.perdure.skills.custom.mcp;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.security.outbound.GuardedClients;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.SkillChange;
import dev.perdure.skills.custom.SkillDraft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The kind, the guarded client, and an organization with one secret. */
final class McpBench implements AutoCloseable {

  static final OrgId ORG = new OrgId(new UUID(0, 1));
  static final OrgId OTHER = new OrgId(new UUID(0, 2));

  final GuardedClients clients;
  final McpKind kind;

  /**
   * @param port of 127.0.0.1 that may be reached
   */
  McpBench(int port) {
    clients =
        new GuardedClients(
            List.of(new OutboundRule(Action.INTERNAL, "127.0.0.1", List.of(port))), _ -> List.of());
    kind = new McpKind(new StrictJsonSchemas(), clients);
  }

  SkillContext context(OrgId orgId, Cancellation cancellation) {
    return new SkillContext() {
      @Override
      public OrgId orgId() {
        return orgId;
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of();
      }

      @Override
      public Optional<String> secret(String name) {
        return name.equals("token") || name.equals("client_secret")
            ? Optional.of("s3cret-" + orgId.value())
            : Optional.empty();
      }

      @Override
      public OutboundHttp http() {
        return clients.forOrg(orgId, cancellation);
      }
    };
  }

  SkillContext context() {
    return context(ORG, Cancellation.NEVER);
  }

  static SkillDraft draft(String url, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("url", url);
    return new SkillDraft("toy", settings, List.of());
  }

  StoredSkill stored(String url, Map<String, Object> more) {
    return stored(kind.define(draft(url, more), context()));
  }

  static StoredSkill stored(SkillDefinition definition) {
    return new StoredSkill(ORG, "mcp", 1, definition);
  }

  /** How what the server offers now differs. */
  SkillChange change(StoredSkill stored) {
    return kind.compare(stored, kind.refreshed(stored, context()));
  }

  Skill open(String url, Map<String, Object> more) {
    return kind.open(stored(url, more));
  }

  static Tool tool(Skill skill, String name) {
    return skill.tools().stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  ToolInvocation invocation(Map<String, Object> arguments) {
    return invocation(ORG, arguments, Cancellation.NEVER);
  }

  ToolInvocation invocation(OrgId orgId, Map<String, Object> arguments, Cancellation cancellation) {
    return ToolInvocation.tried(orgId, null, "key-1", arguments)
        .with(context(orgId, cancellation))
        .with(cancellation);
  }

  ToolOutput call(Skill skill, String tool, Map<String, Object> arguments) {
    return tool(skill, tool).call(invocation(arguments));
  }

  @Override
  public void close() {
    kind.close();
    clients.close();
  }
}
