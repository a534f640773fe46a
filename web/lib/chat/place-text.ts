import type { Entry, Piece } from "./transcript";

/**
 * Puts a piece at its offset. What is already there is written over, so a repeated piece changes
 * nothing; a piece that would leave a hole waits until the hole is filled.
 */
export function placeText(entry: Entry, piece: Piece): Entry {
  if (piece.offset > entry.text.length) return { ...entry, early: [...entry.early, piece] };
  let text = over(entry.text, piece);
  let early = entry.early;
  for (let fits = next(early, text); fits; fits = next(early, text)) {
    const placed = fits;
    text = over(text, placed);
    early = early.filter((other) => other !== placed);
  }
  return text === entry.text && early === entry.early ? entry : { ...entry, text, early };
}

function over(text: string, piece: Piece): string {
  return text.slice(0, piece.offset) + piece.text + text.slice(piece.offset + piece.text.length);
}

function next(early: readonly Piece[], text: string): Piece | undefined {
  return early.find((piece) => piece.offset <= text.length);
}
