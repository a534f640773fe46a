package dev.perdure.activities;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.DelegateActivities;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.UndoActivities;
import io.temporal.testing.TestActivityEnvironment;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The activities of a step, with a model and tools that each test writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ThinkScene {

  Lab lab;
  TestActivityEnvironment environment;
  ThinkActivities thinking;
  ActActivities acting;
  DelegateActivities delegating;
  UndoActivities undoing;

  @BeforeAll
  void open() {
    lab = new Lab(getClass());
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(
        lab.think,
        lab.act,
        new DelegateActivitiesImpl(lab.ports),
        new UndoActivitiesImpl(lab.ports, lab.heartbeats));
    thinking = environment.newActivityStub(ThinkActivities.class);
    acting = environment.newActivityStub(ActActivities.class);
    delegating = environment.newActivityStub(DelegateActivities.class);
    undoing = environment.newActivityStub(UndoActivities.class);
  }

  @AfterAll
  void close() {
    environment.close();
    lab.close();
  }

  @BeforeEach
  void quiet() {
    lab.model.requests.clear();
    lab.model.part = ScriptedModel.says("All is well.");
    lab.skill.invocations.clear();
    lab.skill.onCall = call -> ToolOutput.of("nothing");
    lab.live.all.clear();
  }

  List<PlannedCall> acts(RunRef run, int step) {
    return ((Decision.Act) thinking.think(StepRef.of(run, step), null)).calls();
  }
}
