package dev.perdure.api.service;

import dev.perdure.api.body.ArtifactBody;
import dev.perdure.api.body.EffectBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;

/** What runs leave behind besides their transcript: effects and artifacts. */
public final class RecordService {

  private final RunStore runs;
  private final EffectStore effects;
  private final ArtifactStore artifacts;

  public RecordService(RunStore runs, EffectStore effects, ArtifactStore artifacts) {
    this.runs = runs;
    this.effects = effects;
    this.artifacts = artifacts;
  }

  public List<EffectBody> effects(Caller caller, UUID runId) {
    known(caller, runId);
    return effects.list(caller.orgId(), runId).stream().map(EffectBody::of).toList();
  }

  public List<ArtifactBody> artifacts(Caller caller, UUID runId) {
    known(caller, runId);
    return artifacts.list(caller.orgId(), runId).stream().map(ArtifactBody::of).toList();
  }

  public ArtifactBody artifact(Caller caller, UUID id) {
    return artifacts.get(caller.orgId(), id).map(ArtifactBody::of).orElseThrow(() -> unknown(id));
  }

  /** A part of an artifact's text, in characters; empty past its end. */
  public String text(Caller caller, UUID id, int offset, int length) {
    return artifacts.text(caller.orgId(), id, offset, length).orElseThrow(() -> unknown(id));
  }

  private void known(Caller caller, UUID runId) {
    if (runs.get(caller.orgId(), runId).isEmpty()) {
      throw PerdureException.notFound("run", runId);
    }
  }

  private static PerdureException unknown(UUID id) {
    return PerdureException.notFound("artifact", id);
  }
}
