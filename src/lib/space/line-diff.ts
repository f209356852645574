import { hunksOf } from "./line-hunks.ts";

/** Lines around a change that are shown with it. */
const around = 2;

/** What changed in a text, line by line: `- ` gone, `+ ` new, two spaces as it was, `…` where more stays as it was. */
export function lineDiff(before: string, after: string): string[] {
  const [from, to] = [linesOf(before), linesOf(after)];
  const shown: string[] = [];
  let at = 0;
  for (const hunk of hunksOf(from, to)) {
    shown.push(...kept(from.slice(at, hunk.from), at > 0, true));
    shown.push(...from.slice(hunk.from, hunk.to).map((line) => `- ${line}`), ...hunk.lines.map((line) => `+ ${line}`));
    at = hunk.to;
  }
  return [...shown, ...kept(from.slice(at), shown.length > 0, false)];
}

/** Lines that stay, cut where no change is near. */
function kept(lines: readonly string[], isBehindChange: boolean, isBeforeChange: boolean): string[] {
  const head = isBehindChange ? around : 0;
  const tail = isBeforeChange ? around : 0;
  const same = (line: string): string => `  ${line}`;
  if (lines.length <= head + tail) return lines.map(same);
  const end = tail === 0 ? [] : lines.slice(-tail);
  return [...lines.slice(0, head).map(same), "…", ...end.map(same)];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/u, "").split("\n");
}
