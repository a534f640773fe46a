package dev.perdure.core.step;

/** The states of the orchestrator. */
public enum StepKind {
  START,
  THINK,
  ACT,
  DELEGATE,
  RESPOND,
  END
}
