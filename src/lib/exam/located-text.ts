import { LineCounter, parseDocument } from "yaml";
import { jsonErrorAt } from "./json-error-at.ts";

export type TextProblem = { readonly line: number; readonly column: number; readonly reason: string };

/** A parsed JSON or YAML text that knows where each of its parts stands. */
export type LocatedText =
  | {
      readonly kind: "read";
      readonly value: unknown;
      /** Line and column, from 1, of the part at a path, or of its nearest part above that exists. */
      at(path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
    }
  | { readonly kind: "broken"; readonly problems: readonly TextProblem[] };

/** Parses a text; what is JSON is read by the YAML reader too, which knows positions, and held to JSON's grammar besides. */
export function readLocated(text: string, format: "json" | "yaml"): LocatedText {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, ...(format === "json" ? { schema: "json" } : {}) });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = document.errors.map((error) => ({
    ...place(error.pos[0]),
    reason: (error.message.split(/ at line \d+/u)[0] ?? error.message).trim(),
  }));
  if (problems.length === 0 && format === "json" && text.trim() !== "") {
    const broken = jsonErrorAt(text);
    if (broken !== null) problems.push({ ...place(broken.offset), reason: broken.reason });
  }
  if (problems.length > 0) return { kind: "broken", problems };
  return {
    kind: "read",
    value: document.toJS() as unknown,
    at: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true);
        const range = rangeOf(node);
        if (range !== null) return place(range);
      }
      return place(rangeOf(document.contents) ?? 0);
    },
  };
}

function rangeOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : null;
}
