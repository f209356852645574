/** A Markdown table. Cells are Markdown already: data goes through {@link plain} or {@link code} first, which no cell can be broken out of. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What Markdown or a browser could take for markup: the signs, underscores at a word's edge, and what makes an address a link. */
const marks = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])|[\\`*[\]#|~<&@]|(?<=https?|ftp):(?=\/\/)|(?<=\bwww)\./giu;

const entities: Readonly<Record<string, string>> = { "<": "&lt;", "&": "&amp;" };

/** Control characters, line separators, and marks that turn or hide text; spaces of every kind are treated before. */
const unseen = /[\p{Cc}\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Text from questions, models and people, as plain Markdown text: no markup, no HTML, no links, no line breaks.
 * Underscores inside a word make no emphasis and stay as they are, so that names of columns can be read in the file itself.
 */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\s+/gu, " ")
    .replaceAll(unseen, "")
    .trim()
    .replaceAll(marks, (found) => [...found].map((mark) => entities[mark] ?? `\\${mark}`).join(""))
    .replace(/^(?:[-+=>]|\d+[.)](?= |$))/u, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** A name in code marks, or as plain text when it holds anything that could end them. */
export function code(name: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(name) ? `\`${name}\`` : plain(name);
}

/** Text as it is, in code marks and on one line; as plain text when it holds such a mark itself. Not for the cells of a table. */
export function span(text: string): string {
  const line = text.toWellFormed().replaceAll(/\s+/gu, " ").replaceAll(unseen, "").trim();
  return line === "" || line.includes("`") ? plain(text) : `\`${line}\``;
}

/** At most so many characters; what was cut shows as an ellipsis. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

/** A share of the whole as a bar of ten block characters. */
export function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 10);
  return "█".repeat(filled) + "░".repeat(10 - filled);
}

/** A share from 0 to 1 as a percentage with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** A number with its sign, one decimal, and a true minus; what rounds to zero has no sign. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (text === "0.0") return text;
  return value > 0 ? `+${text}` : `−${text}`;
}
