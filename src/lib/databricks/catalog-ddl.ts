/** A change in Unity Catalog; `target` is a three-part name without quotes. */
export type CatalogChange =
  | { readonly kind: "create_view"; readonly target: string; readonly after: string; readonly mark: string }
  | { readonly kind: "alter_view"; readonly target: string; readonly after: string }
  | { readonly kind: "drop_view"; readonly target: string }
  | {
      readonly kind: "comment";
      readonly target: string;
      /** Null for the table's own comment. */
      readonly column: string | null;
      /** Null takes the comment away. */
      readonly after: string | null;
    };

/** The property by which a view is known as made here: it holds the intent's id. */
export const madeByProperty = "genie_enhancer.intent";

/**
 * The one statement that makes a change. Names are quoted, texts escaped, and a definition stands between dollar signs that it cannot hold.
 * A view is never replaced, since that would drop the grants on it.
 * @throws Error for a definition that would end its own quotes
 */
export function catalogDdl(change: CatalogChange): string {
  const name = quotedName(change.target);
  switch (change.kind) {
    case "create_view": {
      const mark = `TBLPROPERTIES (${literal(madeByProperty)} = ${literal(change.mark)})`;
      return `CREATE VIEW ${name} ${mark} WITH METRICS LANGUAGE YAML AS ${body(change.after)}`;
    }
    case "alter_view":
      return `ALTER VIEW ${name} AS ${body(change.after)}`;
    case "drop_view":
      return `DROP VIEW IF EXISTS ${name}`;
    case "comment": {
      const what = change.column === null ? `TABLE ${name}` : `COLUMN ${name}.${quoted(change.column)}`;
      return `COMMENT ON ${what} IS ${change.after === null ? "NULL" : literal(change.after)}`;
    }
  }
}

function quotedName(name: string): string {
  return name.replaceAll("`", "").split(".").map(quoted).join(".");
}

function quoted(part: string): string {
  return `\`${part.replaceAll("`", "``")}\``;
}

/** Markers are not taken in such statements before runtime 18, so texts are written into them. */
function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function body(yaml: string): string {
  if (yaml.includes("$$")) throw new Error("a definition may not hold $$");
  return `$$\n${yaml.trimEnd()}\n$$`;
}
