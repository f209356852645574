import type { ValueType } from "./column-type.ts";
import { type ExactJson, isList, membersOf, numberTextOf } from "./json-value.ts";
import { numberText } from "./number-text.ts";
import { normalText } from "./text.ts";

/** A nested value read by its type: leaves are cells of a simple type, members are in one order whatever the text's. */
export type NestedValue =
  | { readonly kind: "null" }
  | { readonly kind: "leaf"; readonly raw: string; readonly type: ValueType }
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly NestedValue[] }
  | { readonly kind: "members"; readonly members: readonly (readonly [string, NestedValue])[] };

type LeafText = (raw: string, type: ValueType) => string;

/** Reads an array, map, struct or variant; undefined where the value does not have its type's shape. */
export function readNested(value: ExactJson, type: ValueType, leafText: LeafText): NestedValue | undefined {
  if (type.family === "variant" || type.family === "void" || type.family === "other") {
    return value === null && type.family !== "variant" ? { kind: "null" } : { kind: "json", text: jsonText(value) };
  }
  if (value === null) return { kind: "null" };
  switch (type.family) {
    case "array": {
      if (!isList(value)) return undefined;
      const items = value.map((item) => readNested(item, type.element, leafText));
      return items.includes(undefined) ? undefined : { kind: "list", items: items as NestedValue[] };
    }
    case "map":
      return members(mapEntries(value, type.key, leafText), () => type.value, leafText);
    case "struct":
      return members(structFields(value, type.fields), (name) => type.fields.get(name), leafText);
    case "number":
    case "text":
    case "boolean":
    case "time":
    case "interval":
    case "binary": {
      const raw = typeof value === "string" ? value : typeof value === "boolean" ? String(value) : numberTextOf(value);
      return raw === null ? undefined : { kind: "leaf", raw, type };
    }
  }
}

/** Text of a nested value, the same for equal ones when nothing is tolerated. */
export function nestedText(value: NestedValue, leafText: LeafText): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "json":
      return `j${value.text}`;
    case "leaf":
      return JSON.stringify([value.type.family, leafText(value.raw, value.type)]);
    case "list":
      return `[${value.items.map((item) => nestedText(item, leafText)).join(",")}]`;
    case "members":
      return `{${value.members.map(([name, member]) => `${JSON.stringify(name)}:${nestedText(member, leafText)}`).join(",")}}`;
  }
}

/** Whether two nested values are equal, leaves compared by `leavesEqual`. */
export function nestedEqual(
  left: NestedValue,
  right: NestedValue,
  leavesEqual: (left: string, leftType: ValueType, right: string, rightType: ValueType) => boolean,
): boolean {
  if (left.kind === "leaf" && right.kind === "leaf") {
    return left.type.family === right.type.family && leavesEqual(left.raw, left.type, right.raw, right.type);
  }
  if (left.kind === "list" && right.kind === "list") {
    const others = right.items;
    return (
      left.items.length === others.length &&
      left.items.every((item, i) => nestedEqual(item, others[i] as NestedValue, leavesEqual))
    );
  }
  if (left.kind === "members" && right.kind === "members") {
    const others = right.members;
    return (
      left.members.length === others.length &&
      left.members.every(([name, member], i) => {
        const [otherName, other] = others[i] as readonly [string, NestedValue];
        return name === otherName && nestedEqual(member, other, leavesEqual);
      })
    );
  }
  if (left.kind === "json" && right.kind === "json") return left.text === right.text;
  return left.kind === "null" && right.kind === "null";
}

function members(
  entries: readonly (readonly [string, ExactJson])[] | undefined,
  typeOf: (name: string) => ValueType | undefined,
  leafText: LeafText,
): NestedValue | undefined {
  if (entries === undefined) return undefined;
  const read: (readonly [string, NestedValue])[] = [];
  for (const [name, member] of entries) {
    const value = readNested(member, typeOf(name) ?? { family: "variant" }, leafText);
    if (value === undefined) return undefined;
    read.push([name, value]);
  }
  return { kind: "members", members: read.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)) };
}

/** Entries of a map under their keys' compared text; maps come as an object, or as a list of `{key, value}`. */
function mapEntries(
  value: ExactJson,
  keyType: ValueType,
  leafText: LeafText,
): readonly (readonly [string, ExactJson])[] | undefined {
  const keyText = (key: ExactJson): string | undefined => {
    const read = readNested(key, keyType, leafText);
    return read === undefined ? undefined : nestedText(read, leafText);
  };
  const pairs = isList(value)
    ? value.map((entry) => new Map(membersOf(entry) ?? []))
    : membersOf(value)?.map(
        ([key, member]) =>
          new Map<string, ExactJson>([
            ["key", key],
            ["value", member],
          ]),
      );
  if (pairs === undefined) return undefined;
  const entries: (readonly [string, ExactJson])[] = [];
  for (const pair of pairs) {
    const key = keyText(pair.get("key") ?? null);
    if (key === undefined || !pair.has("key")) return undefined;
    entries.push([key, pair.get("value") ?? null]);
  }
  return entries;
}

/** Fields the type knows but the text leaves out are null. */
function structFields(
  value: ExactJson,
  fields: ReadonlyMap<string, ValueType>,
): readonly (readonly [string, ExactJson])[] | undefined {
  const written = membersOf(value);
  if (written === null) return undefined;
  const present = new Set(written.map(([name]) => name));
  return [...written, ...[...fields.keys()].filter((name) => !present.has(name)).map((name) => [name, null] as const)];
}

/** A JSON value's text with members in order, numbers by value, texts in NFC, no spaces. */
function jsonText(value: ExactJson): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(normalText(value, false));
  const number = numberTextOf(value);
  if (number !== null) return numberText(number, null) ?? number;
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  const sorted = (membersOf(value) ?? []).toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name.normalize("NFC"))}:${jsonText(member)}`).join(",")}}`;
}
