const entities: Readonly<Record<string, string>> = {
  nbsp: " ",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  amp: "&",
};

/** A text as a reader takes it: without invisible characters, marks of lists and quotes at line starts, HTML and escapes of line ends. */
function readableText(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/<\/?[a-z][a-z0-9]*\s*\/?>/giu, " ")
    .replaceAll(/&(nbsp|lt|gt|quot|apos|#39|amp);/gu, (_whole, name: string) => entities[name] ?? " ")
    .replaceAll(/\\[nrt]/gu, " ")
    .replaceAll(/^[ \t]*(?:(?:>|[*•-]|\d{1,3}[.)])[ \t]+)+/gmu, "");
}

/** What a check finds in a text as it stands, or else as a reader takes it. */
export function inEveryReading(text: string, check: (text: string) => string | null): string | null {
  const readable = readableText(text);
  return check(text) ?? (readable === text ? null : check(readable));
}

/** A text's letters and digits with single spaces: as SQL is compared when it is pasted into prose. */
export function plainText(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[`"'\s;]+/gu, " ")
    .replaceAll(/\s*([(),=<>.*+/-])\s*/gu, "$1")
    .trim();
}
