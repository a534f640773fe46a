import type { Interrupt, RecoveryOperation, WaitReason } from "@/lib/api/types";

type Fields = Record<string, unknown>;

/** Any value as fields; nothing when it has none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** A field's text, if it is one. */
export function textIn(fields: Fields, name: string): string | undefined {
  return typeof fields[name] === "string" ? fields[name] : undefined;
}

/** Reads an interrupt as AG-UI shapes it in events into the shape the API has for it. */
export function readInterrupt(value: unknown, runId: string, at: string): Interrupt | undefined {
  const fields = fieldsOf(value);
  const { code, stepId, tool, arguments: args, operations, ...detail } = fieldsOf(fields.metadata);
  const id = textIn(fields, "id");
  const reason = textIn(fields, "reason") as WaitReason | undefined;
  if (!id || !reason) return undefined;
  return {
    id,
    session_id: "",
    run_id: runId,
    reason,
    status: "open",
    code: String(code ?? reason),
    message: textIn(fields, "message") ?? "",
    operations: Array.isArray(operations) ? (operations as RecoveryOperation[]) : [],
    detail: snakeKeys(detail),
    created_at: at,
    settlement: {},
    ...given({
      step_id: stepId,
      tool,
      arguments: args,
      tool_call_id: fields.toolCallId,
      deadline: fields.expiresAt,
    }),
  };
}

/** The texts among them. */
function given(fields: Fields): Record<string, string> {
  const texts = Object.entries(fields).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Events have AG-UI's names, the API has its own. */
function snakeKeys(fields: Fields): Fields {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snake(name), value]));
}
