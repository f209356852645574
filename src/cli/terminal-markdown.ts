import { styleText } from "node:util";

/** Markdown as a terminal shows it: tables in columns, headings bold, escapes and code marks taken off. */
export function terminalMarkdown(markdown: string, isTerminal: boolean): string {
  const lines = markdown.split("\n");
  const shown: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.startsWith("| ")) {
      const rows: string[] = [];
      while ((lines[index] ?? "").startsWith("| ")) rows.push(lines[index++] ?? "");
      index -= 1;
      shown.push(...table(rows));
    } else if (/^#+ /u.test(line)) {
      const heading = unmarked(line.replace(/^#+ /u, ""));
      shown.push(isTerminal ? styleText("bold", heading, { validateStream: false }) : heading);
    } else shown.push(unmarked(line.replace(/^> /u, "")));
  }
  return shown.join("\n");
}

/** Columns wider than this are cut: the files hold the whole text. */
const widest = 60;

function table(lines: readonly string[]): string[] {
  const rows = lines
    .filter((line) => !/^\|(?: --- \|)+$/u.test(line))
    .map((line) =>
      line
        .slice(2, -2)
        .split(" | ")
        .map((cell) => fit(unmarked(cell))),
    );
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ""))),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell))).join("  ")}`.trimEnd(),
  );
}

function fit(cell: string): string {
  if (width(cell) <= widest) return cell;
  let cut = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(cell)) {
    taken += width(segment);
    if (taken > widest - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Two columns: Hangul, Chinese and Japanese characters, full-width forms, and what is drawn as a picture. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;

/** Columns that a text takes in a terminal. What is written together, such as a letter with its accent or decomposed Hangul, counts once. */
function width(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** One pass, so that what an escape gives back is not read as a mark. */
function unmarked(text: string): string {
  return text.replaceAll(
    /\\(?<escaped>[!-/:-@[-`{-~])|\*\*(?<bold>(?:\\.|[^*\\])+)\*\*|`(?<code>[^`]+)`|&(?<entity>lt|gt|amp);/gu,
    (
      _mark: string,
      escaped: string | undefined,
      bold: string | undefined,
      code: string | undefined,
      entity: string | undefined,
    ) => escaped ?? (bold === undefined ? undefined : unmarked(bold)) ?? code ?? characters[entity ?? ""] ?? "",
  );
}

const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&" };
