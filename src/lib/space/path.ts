/** A way into the document: members by name, list items by their key, synonyms by themselves. */
export type Step = { readonly kind: "member" | "item"; readonly key: string };

/** `data_sources.tables[c.s.t].column_configs[amount].description`; `]` and `\` in a key stand behind a backslash. */
export function pathText(steps: readonly Step[]): string {
  return steps.map(stepText).join("").replace(/^\./u, "");
}

function stepText({ kind, key }: Step): string {
  return kind === "member" && /^[\w-]+$/u.test(key) ? `.${key}` : `[${key.replaceAll(/[\\\]]/gu, String.raw`\$&`)}]`;
}

/** Reads what {@link pathText} wrote. */
export function readPath(path: string): Step[] {
  const parts = `.${path}`.matchAll(/\[((?:\\.|[^\]\\])*)\]|\.([^.[]+)/gsu);
  return Array.from(parts, (part): Step =>
    part[2] === undefined
      ? { kind: "item", key: (part[1] ?? "").replaceAll(/\\(.)/gsu, "$1") }
      : { kind: "member", key: part[2] },
  );
}
