/** What a tool shows while it works. */
export interface LiveOutput {
  /** The attempt it is of: a new one begins anew. */
  readonly fence: number;
  /** Where the next piece begins, in UTF-16 units; more than `text` when pieces were missed. */
  readonly end: number;
  /** The last part of it. */
  readonly text: string;
}

/** What is kept of it: the result tells the rest. */
const KEPT = 20_000;

interface Piece {
  readonly toolCallId: string;
  readonly offset: number;
  readonly delta: string;
}

/** The value of a `perdure.tool_output`. */
export function isPiece(value: unknown): value is Piece {
  const piece = value as Partial<Piece> | null;
  return (
    typeof piece?.toolCallId === "string" &&
    typeof piece.offset === "number" &&
    typeof piece.delta === "string"
  );
}

/** Takes a piece in; pieces of earlier attempts, and repeated ones, change nothing. */
export function addPiece(
  shown: LiveOutput | undefined,
  piece: Piece,
  fence: number,
): LiveOutput | undefined {
  const before = shown && shown.fence >= fence ? shown : { fence, end: piece.offset, text: "" };
  if (before.fence > fence || piece.offset < before.end) return shown;
  const gap = piece.offset > before.end ? "\n…\n" : "";
  const text = (before.text + gap + piece.delta).slice(-KEPT);
  return { fence, end: piece.offset + piece.delta.length, text };
}
