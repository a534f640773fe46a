import type { components } from "./schema";

type Schemas = components["schemas"];

export type Agent = Schemas["AgentBody"];
export type Message = Schemas["Message"];
export type ContentPart = Schemas["ContentPart"];
export type Run = Schemas["Run"];
export type RunStatus = Run["status"];
export type RunError = Schemas["RunError"];
export type Session = Schemas["Session"];
export type Step = Schemas["StepBody"];
export type LogEntry = Schemas["LogEntry"];
export type Interrupt = Schemas["Interrupt"];
export type WaitReason = Interrupt["reason"];
export type RecoveryOperation = Interrupt["operations"][number];
export type Recovery = Schemas["RecoverBody"];
export type TopUp = Schemas["TopUpBody"];
export type Command = Schemas["Command"];
export type EffectEntry = Schemas["EffectEntry"];
export type Artifact = Schemas["Artifact"];
export type Skill = Schemas["SkillBody"];
export type InputPolicy = NonNullable<Schemas["StartRunBody"]["input_policy"]>;
export type CancelMode = NonNullable<Schemas["CancelBody"]["mode"]>;

export const WAIT_REASONS: readonly WaitReason[] = ["approval", "input", "recovery", "budget"];

export const RUN_STATUSES: readonly RunStatus[] = [
  "queued",
  "starting",
  "running",
  "waiting",
  "paused",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
  "expired",
];

/** Whether a run in this status has ended for good. */
export function isTerminal(status: RunStatus): boolean {
  return (
    status === "succeeded" || status === "failed" || status === "cancelled" || status === "expired"
  );
}

/** Whether a run in this status has the session's floor. */
export function isActive(status: RunStatus): boolean {
  return !isTerminal(status) && status !== "queued";
}
