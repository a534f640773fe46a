package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.activities.ToolTrial;
import dev.perdure.api.body.TriedToolBody;
import dev.perdure.api.body.TryToolBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.ToolTrials;
import dev.perdure.core.port.ToolTrials.Trial;
import dev.perdure.core.port.Workspaces;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls one tool outside a run, for a person who wants to see what it does. */
public final class ToolTrialService {

  private final SkillRegistry skills;
  private final SessionStore sessions;
  private final OutboundClients outbound;
  private final Workspaces workspaces;
  private final ToolTrials trials;
  private final JsonSchemas schemas;
  private final ObjectMapper json = new ObjectMapper();
  private final TrialSlots slots = new TrialSlots();

  public ToolTrialService(
      SkillRegistry skills,
      SessionStore sessions,
      OutboundClients outbound,
      Workspaces workspaces,
      ToolTrials trials,
      JsonSchemas schemas) {
    this.skills = skills;
    this.sessions = sessions;
    this.outbound = outbound;
    this.workspaces = workspaces;
    this.trials = trials;
    this.schemas = schemas;
  }

  /**
   * Makes the call and waits for it. Under an idempotency key that came before, the tool is called
   * under the name of the first call: what it did then it does not do again. A tool that could not
   * promise that is not called.
   *
   * @throws PerdureException {@code skill_not_found}, {@code tool_not_found}, {@code
   *     session_not_found}, {@code skill_disabled}, {@code invalid_arguments}, {@code
   *     too_many_trials}, {@code quota_exceeded}, {@code already_tried}
   */
  public TriedToolBody tryOut(
      Requester by,
      String skillName,
      String toolName,
      TryToolBody body,
      @Nullable Idempotency idempotency) {
    OrgId orgId = by.caller().orgId();
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
    TrialSlots.Slot slot = slots.take(orgId);
    boolean left = false;
    try {
      String key = begin(by, skill, tool, sessionId, idempotency);
      ToolInvocation invocation = ToolInvocation.tried(orgId, sessionId, key, arguments);
      TriedToolBody tried =
          call(
              tool,
              sessionId == null
                  ? invocation
                  : invocation.with(workspaces.of(orgId, sessionId, key)),
              skill,
              slot);
      left = true;
      return tried;
    } finally {
      if (!left) {
        slot.release();
      }
    }
  }

  /** Books the call and tells the audit log of it, before anything happens. */
  private String begin(
      Requester by,
      InstalledSkill skill,
      Tool tool,
      @Nullable UUID sessionId,
      @Nullable Idempotency idempotency) {
    OrgId orgId = by.caller().orgId();
    String name = tool.descriptor().name();
    Trial trial =
        new Trial(
            name,
            tool.descriptor().effect() == Effect.ONCE,
            sessionId,
            tool.costMicros(skills.context(orgId, skill, OutboundHttp.none())),
            told(by.actor(), skill.name(), name, sessionId));
    return "try:" + trials.begin(orgId, trial, idempotency);
  }

  /** The slot is free again when the tool has ended, which may be after its time is over. */
  private TriedToolBody call(
      Tool tool, ToolInvocation invocation, InstalledSkill skill, TrialSlots.Slot slot) {
    long began = System.nanoTime();
    try {
      ToolOutput output =
          ToolTrial.run(
              tool.descriptor(),
              schemas,
              stop -> {
                try {
                  return tool.call(stoppable(invocation, skill, stop));
                } finally {
                  slot.release();
                }
              });
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
