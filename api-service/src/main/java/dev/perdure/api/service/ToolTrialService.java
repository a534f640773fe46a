package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.activities.ToolTrial;
import dev.perdure.api.body.TriedToolBody;
import dev.perdure.api.body.TryToolBody;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.Workspaces;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls one tool outside a run, for a person who wants to see what it does. */
public final class ToolTrialService {

  /** Each holds a thread of the server as long as its tool takes. */
  private static final int MOST_AT_ONCE = 8;

  private static final Duration SOON = Duration.ofSeconds(5);

  private final SkillRegistry skills;
  private final SessionStore sessions;
  private final OutboundClients outbound;
  private final Workspaces workspaces;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final ObjectMapper json = new ObjectMapper();
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);

  public ToolTrialService(
      SkillRegistry skills,
      SessionStore sessions,
      OutboundClients outbound,
      Workspaces workspaces,
      AuditLog audit,
      Supplier<UUID> ids) {
    this.skills = skills;
    this.sessions = sessions;
    this.outbound = outbound;
    this.workspaces = workspaces;
    this.audit = audit;
    this.ids = ids;
  }

  public TriedToolBody tryOut(
      Caller caller, Actor actor, String skillName, String toolName, TryToolBody body) {
    OrgId orgId = caller.orgId();
    InstalledSkill skill =
        skills
            .find(orgId, skillName)
            .orElseThrow(() -> PerdureException.notFound("skill", skillName));
    Tool tool = tool(skill, toolName);
    if (!skill.enabled()) {
      throw PerdureException.conflict(
          "skill_disabled", "The skill " + skillName + " is switched off.");
    }
    Map<String, Object> arguments = arguments(tool, body.arguments());
    UUID sessionId = session(orgId, body.sessionId());
    if (!free.tryAcquire()) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "too_many_trials",
              "As many tools are being tried here as there may be. Try again shortly.",
              SOON));
    }
    try {
      audit.record(orgId, told(actor, skillName, toolName, sessionId));
      String key = "try:" + ids.get();
      ToolInvocation invocation = ToolInvocation.tried(orgId, sessionId, key, arguments);
      return call(
          tool,
          sessionId == null ? invocation : invocation.with(workspaces.of(orgId, sessionId, key)),
          skill);
    } finally {
      free.release();
    }
  }

  private TriedToolBody call(Tool tool, ToolInvocation invocation, InstalledSkill skill) {
    long began = System.nanoTime();
    try {
      ToolOutput output =
          ToolTrial.run(tool.descriptor(), stop -> tool.call(stoppable(invocation, skill, stop)));
      return new TriedToolBody(
          output.content(), output.error(), null, output.artifacts(), since(began));
    } catch (PerdureException e) {
      return new TriedToolBody(
          e.error().message(), true, e.error().code(), List.of(), since(began));
    }
  }

  private ToolInvocation stoppable(
      ToolInvocation invocation, InstalledSkill skill, Cancellation stop) {
    OrgId orgId = invocation.orgId();
    return invocation.with(stop).with(skills.context(orgId, skill, outbound.forOrg(orgId, stop)));
  }

  private static long since(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  private static Tool tool(InstalledSkill skill, String name) {
    return skill.skill().tools().stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow(() -> PerdureException.notFound("tool", name));
  }

  private Map<String, Object> arguments(Tool tool, @Nullable Map<String, Object> given) {
    return switch (skills.check(tool, write(given == null ? Map.of() : given))) {
      case ArgumentCheck.Valid valid -> valid.arguments();
      case ArgumentCheck.Invalid invalid ->
          throw PerdureException.invalid(
              "invalid_arguments",
              "The tool does not take these arguments: " + String.join("; ", invalid.problems()),
              "/arguments");
    };
  }

  private String write(Map<String, Object> arguments) {
    try {
      return json.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable UUID session(OrgId orgId, @Nullable UUID sessionId) {
    if (sessionId != null && sessions.get(orgId, sessionId).isEmpty()) {
      throw PerdureException.notFound("session", sessionId);
    }
    return sessionId;
  }

  /** Without the arguments, which may be anything: the log is not the place for them. */
  private static AuditEntry told(Actor actor, String skill, String tool, @Nullable UUID sessionId) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("tool", tool);
    if (sessionId != null) {
      told.put("session_id", sessionId.toString());
    }
    return actor.did("skill.try", AuditEntry.Target.of("skill", skill)).after(told);
  }
}
