package dev.perdure.skills.builtin.web;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.security.outbound.GuardedClients;
import dev.perdure.skills.builtin.web.page.FetchPageTool;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls the tools of the web through the real guarded client. */
public final class WebCalls implements AutoCloseable {

  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T17:00:00.5Z"), ZoneOffset.UTC);
  public static final OrgId ORG = new OrgId(new UUID(0, 1));

  private final GuardedClients clients;

  /** A client that may reach these servers on loopback, and nothing else that is inside. */
  public WebCalls(WebServer... servers) {
    this.clients =
        new GuardedClients(
            List.of(servers).stream()
                .map(server ->
                    new OutboundRule(Action.INTERNAL, "127.0.0.1", List.of(server.port())))
                .toList(),
            _ -> List.of());
  }

  public OutboundHttp http(OrgId orgId) {
    return clients.forOrg(orgId);
  }

  public SkillContext context(Map<String, Object> settings, Map<String, String> secrets) {
    return context(ORG, settings, secrets);
  }

  public SkillContext context(
      OrgId orgId, Map<String, Object> settings, Map<String, String> secrets) {
    return new Context(orgId, settings, secrets, http(orgId));
  }

  public ToolOutput call(Tool tool, SkillContext context, Map<String, Object> arguments) {
    RunRef run = new RunRef(context.orgId(), UUID.randomUUID(), UUID.randomUUID());
    return tool.call(ToolInvocation.of(StepRef.of(run, 1).withCall(1), arguments).with(context));
  }

  /** Reads a page as an organization that set nothing. */
  public String fetch(String url) {
    return fetch(new FetchPageTool(CLOCK), Map.of(), Map.of("url", url));
  }

  public String fetch(Tool tool, Map<String, Object> settings, Map<String, Object> arguments) {
    return call(tool, context(Map.of("fetch", settings), Map.of()), arguments).content();
  }

  @Override
  public void close() {
    clients.close();
  }

  private record Context(
      OrgId orgId, Map<String, Object> settings, Map<String, String> secrets, OutboundHttp http)
      implements SkillContext {

    @Override
    public Optional<String> secret(String name) {
      return Optional.ofNullable(secrets.get(name));
    }
  }
}
