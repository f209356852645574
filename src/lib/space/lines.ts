/** The text that pieces make. */
export function textOf(pieces: readonly string[] | undefined): string {
  return (pieces ?? []).join("");
}

/** A text as pieces, one a line, each but the last ending in its newline. No text, no pieces. */
export function piecesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}
