package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.UUID;

/** The search attributes by which an operator finds runs in the Temporal UI. */
public final class RunAttributes {

  public static final SearchAttributeKey<String> ORG_ID = SearchAttributeKey.forKeyword("OrgId");
  public static final SearchAttributeKey<String> AGENT_ID =
      SearchAttributeKey.forKeyword("AgentId");
  public static final SearchAttributeKey<String> SESSION_ID =
      SearchAttributeKey.forKeyword("SessionId");

  /** Kept at the changes an operator cares for, never per step: each write is a history event. */
  public static final SearchAttributeKey<String> RUN_STATUS =
      SearchAttributeKey.forKeyword("RunStatus");

  private RunAttributes() {}

  /** What a run's workflow is started with. */
  public static SearchAttributes atStart(RunRef run, UUID agentId) {
    return SearchAttributes.newBuilder()
        .set(ORG_ID, run.orgId().toString())
        .set(AGENT_ID, agentId.toString())
        .set(SESSION_ID, run.sessionId().toString())
        .set(RUN_STATUS, RunStatus.RUNNING.wireName())
        .build();
  }
}
