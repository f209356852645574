import { StatementFailure } from "./engine.ts";
import { informationSchema } from "./information-schema.ts";
import { duckCatalog, fullName } from "./names.ts";
import { quoted } from "./spark-type.ts";
import {
  call,
  contentOf,
  identifier,
  kindOf,
  listOf,
  nameOf,
  numberOf,
  parseTree,
  printTree,
  raw,
  has,
  wordOf,
} from "./tree.ts";
import type { Rule, Tree } from "./tree.ts";

const generators = new Set([
  "explode",
  "explode_outer",
  "posexplode",
  "posexplode_outer",
  "inline",
  "inline_outer",
  "stack",
]);

type Generator = { readonly name: string; readonly args: readonly Tree[] };

function generatorOf(node: unknown): Generator | undefined {
  for (const kind of ["explode", "explode_outer"] as const) {
    const content = contentOf(node, kind);
    if (content !== undefined) return { name: kind, args: [content.this as Tree] };
  }
  const content = contentOf(node, "function");
  const name = wordOf(content?.name).toLowerCase();
  return content !== undefined && generators.has(name) ? { name, args: content.args as Tree[] } : undefined;
}

let template: Tree | undefined;

/** `SELECT <expressions>` and nothing else. */
export function selectNode(expressions: readonly Tree[]): Tree {
  template ??= parseTree("SELECT 1").select as Tree;
  return { select: { ...template, expressions } };
}

function aliased(expression: Tree, name: string): Tree {
  const alias = { this: expression, alias: identifier(name), column_aliases: [], alias_explicit_as: true };
  return { alias: { ...alias, pre_alias_comments: [], trailing_comments: [] } };
}

function subqueryNode(query: Tree, alias: string | null, columns: readonly string[], lateral: boolean): Tree {
  return {
    subquery: {
      this: query,
      alias: alias === null ? null : identifier(alias),
      column_aliases: columns.map(identifier),
      alias_explicit_as: true,
      order_by: null,
      limit: null,
      offset: null,
      lateral,
      modifiers_inside: false,
      trailing_comments: [],
    },
  };
}

/** A join; a left one has the condition TRUE. */
export function joinNode(right: Tree, kind: "Cross" | "Left" | "Inner"): Tree {
  return {
    this: right,
    on: kind === "Left" ? { boolean: { value: true } } : null,
    using: [],
    kind,
    use_inner_keyword: false,
    use_outer_keyword: false,
    deferred_condition: false,
    nesting_group: 0,
    directed: false,
  };
}

const list = (value: Tree, outer: boolean): Tree => (outer ? call("spark_or_one_null", value) : value);

/** The expressions that bring a generator's rows forth inside one SELECT. */
function generated(generator: Generator, names: readonly string[], outer: boolean): Tree[] {
  const [value] = generator.args as [Tree];
  const keepsRow = outer || generator.name.endsWith("_outer");
  switch (generator.name) {
    case "explode":
    case "explode_outer":
      return [aliased(call("unnest", list(value, keepsRow)), names[0] ?? "col")];
    case "posexplode":
    case "posexplode_outer":
      return [
        aliased(call("unnest", call("spark_positions", list(value, keepsRow))), names[0] ?? "pos"),
        aliased(call("unnest", list(value, keepsRow)), names[1] ?? "col"),
      ];
    default:
      return [raw(`unnest(${printTree(list(value, keepsRow))}, max_depth := 2)`)];
  }
}

/** A generator as a query of its own. */
function generatorQuery(generator: Generator, outer: boolean): Tree {
  if (generator.name !== "stack") return selectNode(generated(generator, [], outer));
  const [count, ...values] = generator.args;
  const rows = numberOf(count) ?? 1;
  const width = Math.ceil(values.length / rows);
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: width }, (_unused, column) => {
      const value = values[row * width + column];
      return value === undefined ? "NULL" : printTree(value);
    }),
  );
  const names = Array.from({ length: width }, (_, column) => quoted(`col${String(column)}`));
  const text = lines.map((line) => `(${line.join(", ")})`).join(", ");
  return selectNode([raw(`* FROM (VALUES ${text}) AS stacked(${names.join(", ")})`)]);
}

/** LATERAL VIEW → a lateral join; explode and its kin in the select list → unnest, or a lateral join when they make several columns. */
export const selectRule: Rule = (content) => {
  const select = { ...content };
  const joins = [...listOf(select.joins).map(semiJoin), ...listOf(select.lateral_views).map(lateralJoin)];
  const expressions: Tree[] = [];
  for (const expression of listOf(select.expressions)) {
    const alias = contentOf(expression, "alias");
    const generator = generatorOf(alias?.this ?? expression);
    if (generator === undefined) {
      expressions.push(expression);
      continue;
    }
    const names =
      alias === undefined
        ? []
        : [...(nameOf(alias.alias) === "" ? [] : [nameOf(alias.alias)]), ...listOf(alias.column_aliases).map(nameOf)];
    if (generator.name === "stack" || (generator.name.startsWith("inline") && names.length > 0)) {
      const name = `generated_${String(joins.length)}`;
      const rows = subqueryNode(generatorQuery(generator, false), name, names, has(select.from));
      if (has(select.from)) joins.push(joinNode(rows, "Cross"));
      else select.from = { expressions: [rows] };
      expressions.push(raw(`${quoted(name)}.*`));
    } else expressions.push(...generated(generator, names, false));
  }
  if (has(select.from)) {
    const from = select.from as Tree;
    select.from = { ...from, expressions: listOf(from.expressions).map(source) };
  } else if (joins.length > 0) select.from = { expressions: [raw("(SELECT 1)")] };
  return {
    select: {
      ...select,
      expressions,
      joins,
      lateral_views: [],
      group_by: grouping(select.group_by),
      limit: limitOf(select.limit),
      hint: null,
    },
  };
};

function semiJoin(join: Tree): Tree {
  const kind = join.kind === "LeftSemi" ? "Semi" : join.kind === "LeftAnti" ? "Anti" : join.kind;
  return { ...join, kind, this: source(join.this as Tree) };
}

function lateralJoin(view: Tree): Tree {
  const generator = generatorOf(view.this);
  if (generator === undefined) throw unsupported("LATERAL VIEW of this function");
  const outer = view.outer === true;
  const columns = listOf(view.column_aliases).map(nameOf);
  return joinNode(
    subqueryNode(generatorQuery(generator, outer), nameOf(view.table_alias), columns, true),
    outer ? "Left" : "Cross",
  );
}

/** A table function, VALUES or a plain table in FROM. */
function source(node: Tree): Tree {
  const lateral = contentOf(node, "lateral");
  if (lateral !== undefined) {
    const generator = generatorOf(lateral.this);
    const columns = listOf(lateral.column_aliases).map(nameOf);
    return generator === undefined
      ? node
      : subqueryNode(generatorQuery(generator, false), nameOf(lateral.alias), columns, true);
  }
  const values = contentOf(node, "values") ?? contentOf(contentOf(node, "subquery")?.this, "values");
  if (values !== undefined) return valuesSource(values, contentOf(node, "subquery") ?? values);
  const alias = contentOf(node, "alias");
  const inner = alias === undefined ? node : (alias.this as Tree);
  const generator = generatorOf(inner);
  const called = contentOf(inner, "function");
  if (generator === undefined && called?.name !== "range") return node;
  const query =
    generator === undefined
      ? selectNode([raw(`range AS id FROM ${printTree(inner)}`)])
      : generatorQuery(generator, false);
  const columns = listOf(alias?.column_aliases).map(nameOf);
  return subqueryNode(query, alias === undefined ? "generated" : nameOf(alias.alias), columns, true);
}

function valuesSource(values: Tree, named: Tree): Tree {
  const rows = listOf(values.expressions);
  const width = listOf(rows[0]?.expressions).length;
  const given = listOf(named.column_aliases).map(nameOf);
  const columns = given.length > 0 ? given : Array.from({ length: width }, (_, index) => `col${String(index + 1)}`);
  const alias = has(named.alias) ? nameOf(named.alias) : "inline_table";
  const plain: Tree = { values: { ...values, alias: null, column_aliases: [] } };
  return raw(`(${printTree(plain)}) AS ${quoted(alias)}(${columns.map(quoted).join(", ")})`);
}

/** The parser takes the ALL of LIMIT ALL for a column. */
function limitOf(limit: unknown): unknown {
  const column = contentOf((limit as Tree | null | undefined)?.this, "column");
  return nameOf(column?.name).toUpperCase() === "ALL" ? null : limit;
}

/** `GROUP BY a, b WITH ROLLUP` → `GROUP BY ROLLUP (a, b)`. */
function grouping(group: unknown): unknown {
  if (!has(group)) return group;
  const content = group as Tree;
  const expressions = listOf(content.expressions);
  const suffix = expressions.find((expression) => {
    const kind = kindOf(expression);
    return (kind === "rollup" || kind === "cube") && listOf((expression[kind] as Tree).expressions).length === 0;
  });
  if (suffix === undefined) return group;
  const keys = expressions.filter((expression) => expression !== suffix);
  return { ...content, expressions: [call(kindOf(suffix) === "cube" ? "CUBE" : "ROLLUP", ...keys)] };
}

/** Completes table names from the session; names of CTEs stay as they are. */
export function tableRule(
  session: { readonly catalog: string; readonly schema: string },
  ctes: ReadonlySet<string>,
): Rule {
  return (content) => {
    if (has(content.version) || has(content.when)) throw unsupported("time travel (VERSION AS OF, TIMESTAMP AS OF)");
    const parts = [content.catalog, content.schema, content.name].map(nameOf).filter((part) => part !== "");
    if (parts.length === 1 && ctes.has(parts[0]?.toLowerCase() ?? "")) return { table: content };
    const name = fullName(parts, session);
    if (name.schema === "information_schema") {
      const alias = has(content.alias) ? nameOf(content.alias) : name.table;
      return raw(`(${informationSchema(name)}) AS ${quoted(alias)}`);
    }
    return { table: qualified(content, name) };
  };
}

/** A table reference with all three parts of its name. */
export function qualified(
  reference: Tree,
  name: { readonly catalog: string; readonly schema: string; readonly table: string },
): Tree {
  return {
    ...reference,
    name: identifier(name.table),
    schema: identifier(name.schema),
    catalog: identifier(duckCatalog(name.catalog)),
  };
}

function unsupported(what: string): StatementFailure {
  return new StatementFailure("UNSUPPORTED_FEATURE", "0A000", `The local warehouse does not support ${what}.`);
}
