import type { SpaceDocument } from "../../src/lib/space/document.ts";

/** Lists whose elements are pieces of one text, by the member that holds them. */
const texts: ReadonlySet<string> = new Set([
  "description",
  "question",
  "content",
  "usage_guidance",
  "comment",
  "instruction",
  "evaluation_note",
]);

/** The same configuration, written otherwise: members and lists in another order, texts cut elsewhere. Draws decide. */
export function shuffled(document: SpaceDocument, draws: Iterator<number>): SpaceDocument {
  // Only the order changes, so the type stays.
  return rewritten("", document, () => Number(draws.next().value)) as SpaceDocument;
}

function rewritten(name: string, value: unknown, draw: () => number): unknown {
  // Nobody may touch what nobody knows.
  if (name === "novelty" || name === "values") return value;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    if (items.length > 0 && items.every((item) => typeof item === "object" && item !== null)) {
      return mixed(items, draw).map((item) => rewritten("", item, draw));
    }
    if (name === "synonyms") return mixed(items, draw);
    if (!texts.has(name) || items.length === 0) return items;
    const text = items.join("");
    const at = text.length === 0 ? 0 : draw() % (text.length + 1);
    return [text.slice(0, at), text.slice(at)];
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    mixed(Object.entries(value), draw).map(([key, member]) => [key, rewritten(key, member, draw)]),
  );
}

function mixed<T>(items: readonly T[], draw: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(draw() % left.length, 1)[0] as T);
}

/** Members called `novelty`, by the way to them through ids and names; null is the same as nothing. */
export function unknownMembersOf(value: unknown, at = ""): Map<string, unknown> {
  if (Array.isArray(value)) {
    return new Map(value.flatMap((item: unknown) => [...unknownMembersOf(item, `${at}[${keyOf(item)}]`)]));
  }
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
      if (key === "novelty") return member === null ? [] : [[`${at}.${key}`, member]];
      return [...unknownMembersOf(member, `${at}.${key}`)];
    }),
  );
}

function keyOf(item: unknown): string {
  if (typeof item !== "object" || item === null) return "";
  const members = item as Readonly<Record<string, unknown>>;
  const key = members["id"] ?? members["identifier"] ?? members["column_name"] ?? members["name"];
  return typeof key === "string" ? key : "";
}
