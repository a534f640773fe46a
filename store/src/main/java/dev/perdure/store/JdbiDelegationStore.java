package dev.perdure.store;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Runs of sub-agents. */
final class JdbiDelegationStore implements DelegationStore {

  private final Db db;
  private final ChildMaking making;
  private final ChildConclusion conclusion;

  JdbiDelegationStore(Db db, ChildMaking making, ChildConclusion conclusion) {
    this.db = db;
    this.making = making;
    this.conclusion = conclusion;
  }

  @Override
  public Made make(
      Claim.Claimed call, SubAgent subAgent, int agentVersion, List<ContentPart> task) {
    return db.inOrg(
        call.step().run().orgId(),
        handle -> making.make(handle, call, subAgent, agentVersion, task));
  }

  /** Two transactions: what the first has done the second finds done when it is tried again. */
  @Override
  public Concluded conclude(StepRef call, Keeping keeping) {
    List<LoggedEvent> events =
        new ArrayList<>(db.inOrg(call.run().orgId(), handle -> conclusion.endChild(handle, call)));
    Concluded concluded =
        db.inOrg(call.run().orgId(), handle -> conclusion.conclude(handle, call, keeping));
    events.addAll(concluded.events());
    return new Concluded(concluded.threadId(), concluded.messages(), events);
  }

  @Override
  public List<UUID> family(RunRef run) {
    return db.inOrg(
        run.orgId(), handle -> RunFamily.below(handle, run).stream().map(RunRef::runId).toList());
  }
}
