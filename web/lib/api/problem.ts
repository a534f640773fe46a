/** An error of the API as RFC 9457 describes it, or of the way to it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  /**
   * @param status 0 when no answer came
   * @param code never changes, for programs
   * @param field the offending field, if one is to blame
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly field?: string,
  ) {
    super(detail);
  }

  /** Whether the same request can succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Makes a problem of whatever an answer's body says. */
export function toProblem(status: number, body: unknown): ApiProblem {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : undefined);
  const detail = text("detail") ?? text("title") ?? `HTTP ${status}`;
  return new ApiProblem(status, text("code") ?? `http_${status}`, detail, text("field"));
}

/** Makes a problem of anything thrown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, "unreachable", error instanceof Error ? error.message : String(error));
}
