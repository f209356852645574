import { digestText } from "../core/digest.ts";
import { canonicalJson } from "../core/json.ts";
import type { SpaceDocument } from "./document.ts";
import { joinMarker } from "./join-text.ts";
import { piecesOf, textOf } from "./lines.ts";
import { memberShape, spaceShape, type ObjectShape, type Shape } from "./shape.ts";

/** `send`: as the service wants it. `compare`: also without switches that are off, which the service may leave out. */
type Purpose = "send" | "compare";

/**
 * The one form of a configuration: texts one element a line, lists in the order the service demands, synonyms sorted
 * and without repeats, empty optional members dropped. Two documents mean the same when this form is the same.
 */
export function canonicalSpace(document: SpaceDocument): SpaceDocument {
  // Normalising keeps every member's type.
  return normalObject(spaceShape, document, "compare") as SpaceDocument;
}

/** The canonical form as JSON text: equal configurations, equal bytes. */
export function canonicalText(document: SpaceDocument): string {
  return canonicalJson(canonicalSpace(document));
}

/** Characters by which the canonical text of one configuration is longer than that of another. */
export function addedCharacters(before: SpaceDocument, after: SpaceDocument): number {
  return canonicalText(after).length - canonicalText(before).length;
}

/** SHA-256 of the canonical text. */
export function spaceDigest(document: SpaceDocument): string {
  return digestText(canonicalText(document));
}

/** The text to send: canonical, but a switch that is off is said to be off. */
export function serializeSpace(document: SpaceDocument): string {
  return canonicalJson(normalObject(spaceShape, document, "send"));
}

/** Code-point order, as the service sorts; the bytes of UTF-8 have it. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

type Members = Readonly<Record<string, unknown>>;

function normalObject(shape: ObjectShape, value: Members, purpose: Purpose): Members {
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const memberIs = memberShape(shape, name);
    const normal = normalValue(memberIs, member, purpose);
    if (shape.keep.includes(name)) return [[name, keptEvenEmpty(memberIs, normal)]];
    const known = Object.hasOwn(shape.members, name) || switches.has(name);
    return isEmpty(normal, known, purpose) ? [] : [[name, normal]];
  });
  return Object.fromEntries(entries);
}

function normalValue(shape: Shape, value: unknown, purpose: Purpose): unknown {
  switch (shape.kind) {
    case "leaf":
      return value;
    case "text":
      return Array.isArray(value) ? piecesOf(textOf(value as string[])) : value;
    case "join_sql":
      return Array.isArray(value) ? joinPieces(value as string[]) : value;
    case "words":
      return Array.isArray(value) ? [...new Set(value as string[])].toSorted(byCodePoint) : value;
    case "list":
      return Array.isArray(value)
        ? value
            .map((item) => (isMembers(item) ? normalObject(shape.item, item, purpose) : item))
            .toSorted((left, right) => byCodePoint(sortKey(shape.key, left), sortKey(shape.key, right)))
        : value;
    case "object":
      return isMembers(value) ? normalObject(shape, value, purpose) : value;
  }
}

/** The members that are on or off, and off when they are not there. */
const switches = new Set(["exclude", "enable_format_assistance", "enable_entity_matching"]);

function isEmpty(value: unknown, known: boolean, purpose: Purpose): boolean {
  if (value === undefined || value === null) return true;
  if (!known) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isMembers(value)) return Object.keys(value).length === 0;
  return value === false && purpose === "compare";
}

function keptEvenEmpty(shape: Shape, value: unknown): unknown {
  return shape.kind === "text" && Array.isArray(value) && value.length === 0 ? [""] : value;
}

/** Condition and marker, however many pieces they came in. */
function joinPieces(pieces: readonly string[]): string[] {
  const marker = pieces.filter((piece) => joinMarker(piece) !== null);
  const condition = pieces.filter((piece) => joinMarker(piece) === null).join("");
  return [condition.trim(), ...marker.map((piece) => piece.trim())].filter((piece) => piece !== "");
}

/** Functions are sorted by id and then by identifier; two members never share an id elsewhere. */
function sortKey(key: string, item: unknown): string {
  if (!isMembers(item)) return "";
  const first = item[key];
  const second = key === "id" ? item["identifier"] : "";
  return `${typeof first === "string" ? first : ""}\u0000${typeof second === "string" ? second : ""}`;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
