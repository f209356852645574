/** Text in its compared form: NFC, or NFC of its Unicode case folding. */
export function normalText(text: string, caseIgnored: boolean): string {
  const composed = isComposed(text) ? text : text.normalize("NFC");
  return caseIgnored ? foldCase(composed).normalize("NFC") : composed;
}

/** Nothing below U+0300 combines, so most text needs no normalizing. */
export function isComposed(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) >= 0x300) return false;
  return true;
}

/**
 * Full case folding (Unicode CaseFolding.txt, C and F). JavaScript has none built in: lower, upper, lower by code point
 * gives the same, but for the dotless i, which folds to itself. By code point, since a final sigma depends on its place.
 */
function foldCase(text: string): string {
  let folded = "";
  for (const point of text) folded += point === "ı" ? point : point.toLowerCase().toUpperCase().toLowerCase();
  return folded;
}
