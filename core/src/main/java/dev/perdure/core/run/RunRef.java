package dev.perdure.core.run;

import dev.perdure.core.tenant.OrgId;
import java.util.UUID;

/** Names a run with its tenant and its session: the only identity that crosses a workflow. */
public record RunRef(OrgId orgId, UUID sessionId, UUID runId) {}
