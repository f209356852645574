import type { z } from "zod";
import { rawSpace, type SpaceDocument, spaceSchema } from "./document.ts";
import { isMembers } from "./keyed.ts";
import { pathText, type Step } from "./path.ts";
import { broken, type SpaceProblem } from "./problem.ts";
import { memberShape, type Shape, spaceShape } from "./shape.ts";
import { validateSpace } from "./validate.ts";

export type Inspected = {
  /** Null when members have a wrong type. */
  readonly document: SpaceDocument | null;
  /** The document, or what is left of it without those members; null when nothing is. */
  readonly rest: SpaceDocument | null;
  readonly problems: readonly SpaceProblem[];
  /** It was version 1 and was taken over into version 2. */
  readonly migrated: boolean;
};

/**
 * Everything that is wrong with a parsed configuration, all at once: members of a wrong type, and every rule that the rest of it
 * breaks, as it stands, not as the canonical form would put it right.
 */
export function inspectSpace(input: unknown): Inspected {
  const raw = rawSpace(input);
  const migrated = isMembers(input) && input["version"] === 1;
  const parsed = spaceSchema.safeParse(raw);
  if (parsed.success) {
    const document = parsed.data;
    return { document, rest: document, problems: validateSpace(document), migrated };
  }
  const rest = salvaged(raw, parsed.error.issues);
  const own = parsed.error.issues.map((issue) => problemOf(issue, raw));
  const others = rest === null ? [] : validateSpace(rest);
  const told = new Set(own.map((problem) => problem.path));
  return { document: null, rest, problems: [...own, ...others.filter((problem) => !told.has(problem.path))], migrated };
}

type Issue = z.core.$ZodIssue;

function problemOf(issue: Issue, raw: unknown): SpaceProblem {
  const steps = stepsOf(issue.path, raw);
  const path = pathText(steps);
  const found = valueAt(raw, issue.path);
  if (path === "version") {
    const got = found === undefined ? "none" : JSON.stringify(found);
    const korean = found === undefined ? "버전이 없습니다" : `버전이 ${got}입니다`;
    return broken(path, "bad_version", `The version must be 1 or 2, but it is ${got}`, `${korean}(1이나 2여야 합니다)`);
  }
  if (found === undefined) {
    const member = steps.at(-1)?.key ?? "";
    return broken(path, "missing_member", `${member} is required`, `${member}: 반드시 있어야 합니다`);
  }
  if (issue.code === "too_small")
    return broken(path, "missing_member", "It must not be empty", "비어 있으면 안 됩니다");
  const shown = JSON.stringify(found).slice(0, 60);
  const wanted = issue.code === "invalid_type" ? issue.expected : "something else";
  return broken(
    path,
    "bad_shape",
    `It must be ${wantedWords[wanted]?.en ?? wanted}, but it is ${shown}`,
    `${wantedWords[wanted]?.ko ?? wanted}이어야 하는데 ${shown}입니다`,
  );
}

const wantedWords: Readonly<Record<string, { readonly en: string; readonly ko: string }>> = {
  array: { en: "a list", ko: "목록" },
  object: { en: "an object", ko: "객체" },
  string: { en: "a text", ko: "텍스트 값" },
  boolean: { en: "true or false", ko: "true나 false 값" },
};

/** The way there by ids and names, as people and other problems name it. */
function stepsOf(path: readonly PropertyKey[], raw: unknown): Step[] {
  let value = raw;
  let shape: Shape = spaceShape;
  return path.map((part): Step => {
    const at: unknown = isMembers(value) ? value[String(part)] : Array.isArray(value) ? value[Number(part)] : undefined;
    const own = shape.kind === "list" && isMembers(at) ? at[shape.key] : undefined;
    const key = typeof own === "string" && own !== "" ? own : String(part);
    const kind = Array.isArray(value) ? "item" : "member";
    shape = shape.kind === "list" ? shape.item : shape.kind === "object" ? memberShape(shape, key) : { kind: "leaf" };
    value = at;
    return { kind, key };
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (isMembers(at) ? at[String(part)] : Array.isArray(at) ? (at as unknown[])[Number(part)] : undefined),
    value,
  );
}

/** Each round takes out what is wrong, or what lacks a member; nothing is nested deeper than this. */
const rounds = 8;

/** What is left to be checked when the members of a wrong type are taken out; null when nothing is. */
function salvaged(raw: unknown, first: readonly Issue[]): SpaceDocument | null {
  let value: unknown = structuredClone(raw);
  let issues = first;
  for (let round = 0; round < rounds; round += 1) {
    // From the end, so that places in lists stay right.
    const paths = issues.map((issue) => (isMissing(value, issue) ? issue.path.slice(0, -1) : issue.path));
    const unique = new Map(paths.map((path) => [path.map(String).join("\u0000"), path]));
    for (const path of [...unique.values()].toSorted(fromTheEnd)) value = without(value, path);
    const parsed = spaceSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    issues = parsed.error.issues;
  }
  return null;
}

function isMissing(value: unknown, { path, code }: Issue): boolean {
  // An empty text that is required takes the thing with it that requires it.
  return path.length > 1 && (valueAt(value, path) === undefined || code === "too_small");
}

function fromTheEnd(one: readonly PropertyKey[], other: readonly PropertyKey[]): number {
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const [left, right] = [one[index], other[index]];
    if (left === right) continue;
    return typeof left === "number" && typeof right === "number" ? right - left : String(left) < String(right) ? -1 : 1;
  }
  return other.length - one.length;
}

function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return {};
  if (first === "version" && isMembers(value)) return { ...value, version: 2 };
  if (Array.isArray(value)) {
    const at = Number(first);
    if (rest.length === 0) return value.filter((_, index) => index !== at);
    return value.map((item: unknown, index) => (index === at ? without(item, rest) : item));
  }
  if (!isMembers(value)) return value;
  const { [String(first)]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [String(first)]: without(inner, rest) };
}
