/**
 * Splits Markdown into blocks that can be rendered apart, so that only the last one changes while
 * text streams in. A text with link definitions stays whole: they reach across blocks.
 */
export function markdownBlocks(text: string): string[] {
  if (/^ {0,3}\[[^\]]+\]:\s/m.test(text)) return [text];
  const blocks: string[] = [];
  let block: string[] = [];
  let fence = "";
  let blank = false;
  for (const line of text.split("\n")) {
    if (!fence && blank && block.length > 0 && startsBlock(line, block)) {
      blocks.push(block.join("\n"));
      block = [];
    }
    fence = fenceAfter(line, fence);
    blank = line.trim() === "";
    block.push(line);
  }
  if (block.some((line) => line.trim() !== "")) blocks.push(block.join("\n"));
  return blocks;
}

/** After a blank line: an indented line, or the next item of a list, belongs to what went before. */
function startsBlock(line: string, block: readonly string[]): boolean {
  if (line.trim() === "" || /^(\s{2,}|\t)/.test(line)) return false;
  return !(isItem(line) && isItem(block.find((before) => before.trim() !== "") ?? ""));
}

function isItem(line: string): boolean {
  return /^ {0,3}([-*+]|\d{1,9}[.)])\s/.test(line);
}

function fenceAfter(line: string, fence: string): string {
  const mark = /^\s*(`{3,}|~{3,})(.*)$/.exec(line);
  if (!mark?.[1]) return fence;
  if (!fence) return mark[1];
  const closes = mark[1][0] === fence[0] && mark[1].length >= fence.length && !mark[2]?.trim();
  return closes ? "" : fence;
}
