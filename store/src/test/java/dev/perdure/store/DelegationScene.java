package dev.perdure.store;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.DelegationStore.Concluded;
import dev.perdure.core.port.DelegationStore.Made;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A run that may delegate to one sub-agent, and what its tests do with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DelegationScene {

  static final RunError BROKEN = new RunError("broken", "It broke.", null);
  static final List<ContentPart> TASK = List.of(new ContentPart.Text("Find out."));

  final StoreFixture fixture = new StoreFixture(getClass());
  final Store store = fixture.store();
  Caller caller;
  SubAgent research;
  Run parent;

  @BeforeEach
  void aRunThatMayDelegate() {
    caller = fixture.caller();
    research = subAgent(fixture.agent(caller), null);
    parent = running(Budget.NONE);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  static SubAgent subAgent(Agent agent, @Nullable Budget budget) {
    return new SubAgent("research", agent.id(), null, "Finds out.", budget);
  }

  Run running(Budget budget) {
    Agent agent = fixture.agent(caller, StoreFixture.config(40, budget, List.of(research)));
    return fixture.begun(fixture.start(caller, agent.id(), null, "hello"));
  }

  /** Decides to delegate so many times, as step 2. */
  void delegate(Run run, int count) {
    store.steps().commitThought(fixture.claim(run, 1), fixture.delegations("research", count));
  }

  Run made(Run run, int call) {
    Made made = store.delegations().make(fixture.claimDelegation(run, 2, call), research, 1, TASK);
    return fixture.get(Objects.requireNonNull(made.child()));
  }

  Run child(int call) {
    return fixture.begun(made(parent, call));
  }

  void answer(Run child, String text) {
    store.steps().commitThought(fixture.claim(child, 1), fixture.answer(text));
    store.runs().finish(child.ref(), new Ending.Answered(2));
  }

  StepRef call(int call) {
    return StepRef.of(parent.ref(), 2).withCall(call);
  }

  static ContentPart.ToolResult result(Concluded concluded) {
    return (ContentPart.ToolResult) concluded.messages().getFirst().content().getFirst();
  }
}
