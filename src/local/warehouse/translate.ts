import { remembering } from "../../lib/core/remembering.ts";
import type { Session, StatementParameter } from "./engine.ts";
import { dottedName, expressionRules, parameterNode } from "./expression-rules.ts";
import type { DateArithmetic } from "./expression-rules.ts";
import { likeRules } from "./like-rules.ts";
import { fullName } from "./names.ts";
import { joinNode, qualified, selectNode, selectRule, tableRule } from "./select-rules.ts";
import { quoted } from "./spark-type.ts";
import { unbound } from "./tokens.ts";
import {
  contentOf,
  findAll,
  identifier,
  kindOf,
  listOf,
  nameOf,
  textNode,
  parseTree,
  printTree,
  raw,
  rewriteTree,
  has,
  wordOf,
} from "./tree.ts";
import type { Tree } from "./tree.ts";

/** A statement for DuckDB. `sqls` run in order in one transaction; the last one's result is the answer. */
export type Translation = {
  readonly kind: "query" | "insert" | "update" | "delete" | "merge";
  readonly sqls: readonly string[];
  /** Long texts by the name they are bound to. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Bound too, each to the text of the parameter named: the translation is the same whatever it holds. */
  readonly payloads: Readonly<Record<string, string>>;
  /** For a MERGE: a query that gives a row when several source rows would change one row of the target. */
  readonly ambiguity?: string;
};

const changes = new Set(["insert", "update", "delete", "merge"]);

/** A tree is not changed by rewriting it, so that one parsing does for every value of the parameters. */
const parsedOnce = remembering(100, parseTree);

/**
 * Translates a query or a change of rows from the Databricks dialect. Parameters named in `payloads` are left to be bound.
 * @throws StatementFailure on text that does not parse and on what has no counterpart
 */
export function translate(
  sql: string,
  parameters: readonly StatementParameter[],
  session: Session,
  mode: DateArithmetic,
  payloads: ReadonlySet<string> = new Set(),
): Translation {
  const parsed = parsedOnce(sql);
  const bound: Bound = { bindings: {}, payloads: {}, named: payloads };
  const named = kindOf(parsed) === "select" || kindOf(parsed) === "union" ? nameOutputs(parsed) : parsed;
  const tree = rewriteTree(withTargets(named, session), rulesFor(named, parameters, session, mode, bound));
  const { bindings, payloads: payloadNames } = bound;
  const kind = kindOf(tree) ?? "";
  if (!changes.has(kind)) return { kind: "query", sqls: [printTree(tree)], bindings, payloads: payloadNames };
  const change = kind as Exclude<Translation["kind"], "query">;
  const content = tree[kind] as Tree;
  if (change === "merge") {
    const sqls = [`${printTree(mergeTree(content))} RETURNING merge_action`];
    const ambiguity = ambiguityOf(content);
    return { kind: change, sqls, bindings, payloads: payloadNames, ...(ambiguity === null ? {} : { ambiguity }) };
  }
  if (change === "insert" && content.overwrite === true) {
    const target = printTree({ delete: { ...emptyDelete(), table: content.table } });
    return {
      kind: change,
      sqls: [target, printTree({ insert: { ...content, overwrite: false } })],
      bindings,
      payloads: payloadNames,
    };
  }
  return { kind: change, sqls: [printTree(tree)], bindings, payloads: payloadNames };
}

type Bound = {
  readonly bindings: Record<string, string>;
  readonly payloads: Record<string, string>;
  /** In lower case: the parameters to leave. */
  readonly named: ReadonlySet<string>;
};

function rulesFor(
  tree: Tree,
  parameters: readonly StatementParameter[],
  session: Session,
  mode: DateArithmetic,
  { bindings, payloads, named }: Bound,
): Parameters<typeof rewriteTree>[1] {
  const bind = (text: string): string => {
    const name = `bound_${String(Object.keys(bindings).length)}`;
    bindings[name] = text;
    return name;
  };
  const leave = (parameter: string): Tree => {
    const name = `payload_${String(Object.keys(payloads).length)}`;
    payloads[name] = parameter;
    return raw(`CAST($${name} AS VARCHAR)`);
  };
  const ordinals = parameters.filter((parameter) => parameter.name === "");
  let nextOrdinal = 0;
  const tables = findAll(tree, "table");
  const rules = expressionRules(mode);
  return {
    ...rules,
    function: (content) =>
      ofSession(nameOf(content.name), session) ?? rules.function?.(content) ?? { function: content },
    ...likeRules,
    select: selectRule,
    table: tableRule(session, cteNames(tree)),
    dot: (content) => tableColumn(content, tables),
    parameter: (content) => {
      const found = parameters.find((parameter) => parameter.name.toLowerCase() === String(content.name).toLowerCase());
      if (found === undefined) throw unbound(String(content.name));
      if (named.has(found.name.toLowerCase())) return leave(found.name);
      return parameterNode(found.type, found.value, bind);
    },
    placeholder: () => {
      const found = ordinals[nextOrdinal++];
      if (found === undefined) throw unbound(`_${String(nextOrdinal)}`);
      return parameterNode(found.type, found.value, bind);
    },
  };
}

/** What the engine cannot know by itself, since its own catalog and schema are others. */
function ofSession(name: string, session: Session): Tree | undefined {
  switch (name.toLowerCase()) {
    case "current_catalog":
      return textNode(session.catalog);
    case "current_schema":
    case "current_database":
      return textNode(session.schema);
    default:
      return undefined;
  }
}

function cteNames(tree: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (typeof value === "object" && value !== null) {
      for (const cte of listOf((value as Tree).ctes)) names.add(nameOf(cte.alias).toLowerCase());
      for (const member of Object.values(value)) visit(member);
    }
  };
  visit(tree);
  return names;
}

/** `schema.table.column`: the parser takes it for a field of a field; where it names a table of the query, the table's last name does. */
function tableColumn(content: Tree, tables: readonly Tree[]): Tree {
  const parts = dottedName({ dot: content });
  if (parts === undefined || parts.length < 3) return { dot: content };
  for (let size = Math.min(3, parts.length - 1); size >= 2; size -= 1) {
    const wanted = parts.slice(0, size).join(".").toLowerCase();
    const table = tables.find((candidate) => {
      const full = [candidate.catalog, candidate.schema, candidate.name].map(nameOf).filter((part) => part !== "");
      return full.slice(-size).join(".").toLowerCase() === wanted;
    });
    if (table === undefined) continue;
    const alias = nameOf(has(table.alias) ? table.alias : table.name);
    const [column = "", ...fields] = parts.slice(size);
    const start: Tree = {
      column: { name: identifier(column), table: identifier(alias), join_mark: false, trailing_comments: [] },
    };
    return fields.reduce<Tree>((value, field) => ({ dot: { this: value, field: identifier(field) } }), start);
  }
  return { dot: content };
}

/** Targets of INSERT, UPDATE and DELETE are plain references, not expressions, so they are completed here. */
function withTargets(tree: Tree, session: Session): Tree {
  const kind = kindOf(tree);
  if (kind !== "insert" && kind !== "update" && kind !== "delete") return tree;
  const content = tree[kind] as Tree;
  const table = content.table as Tree;
  const parts = [table.catalog, table.schema, table.name].map(nameOf).filter((part) => part !== "");
  const next: Tree = { ...content, table: qualified(table, fullName(parts, session)) };
  if (kind === "update")
    next.set = (content.set as [Tree, Tree][]).map(([name, value]) => [identifier(lastPart(nameOf(name))), value]);
  return { [kind]: next };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Spark allows `SET t.x =`, DuckDB `SET x =`; `SET *` and `INSERT *` go by name. */
function mergeTree(content: Tree): Tree {
  const list = contentOf(content.whens, "whens");
  const whens = listOf(list?.expressions).map((when) => {
    const branch = contentOf(when, "when");
    if (branch === undefined) return when;
    const next = { ...branch };
    // Set by name, since an object written with a `then` looks like a promise.
    Reflect.set(next, "then", mergeAction(branch.then as Tree));
    return { when: next };
  });
  return { merge: { ...content, whens: { whens: { ...list, expressions: whens } } } };
}

/** Delta refuses several source rows for one target row, unless they only delete it; DuckDB lets the last one win. */
function ambiguityOf(content: Tree): string | null {
  const branches = listOf(contentOf(content.whens, "whens")?.expressions).flatMap((when) => {
    const branch = contentOf(when, "when");
    return branch !== undefined && contentOf(branch.matched, "boolean")?.value === true ? [branch] : [];
  });
  const onlyDeletes = branches.every((branch) => contentOf(branch.then, "var") !== undefined && !has(branch.condition));
  if (branches.length === 0 || onlyDeletes) return null;
  const conditions = branches.map((branch) => (branch.condition as Tree | null) ?? { boolean: { value: true } });
  const any = conditions.reduce((left, right) => ({
    or: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
  }));
  const target = content.this as Tree;
  const alias = contentOf(target, "alias");
  const name = nameOf(alias === undefined ? contentOf(target, "table")?.name : alias.alias);
  const joined = { ...joinNode(content.using as Tree, "Inner"), on: content.on };
  const select = contentOf(selectNode([raw("1")]), "select");
  const query = {
    select: { ...select, from: { expressions: [target] }, joins: [joined], where_clause: { this: any } },
  };
  return `${printTree(query)} GROUP BY ${quoted(name)}.rowid HAVING count(*) > 1 LIMIT 1`;
}

function mergeAction(written: Tree): Tree {
  const tuple = contentOf(written, "tuple");
  const [verb, target] = listOf(tuple?.expressions);
  const word = wordOf(contentOf(verb, "var")?.this);
  if (tuple === undefined || verb === undefined) return written;
  if (contentOf(target, "star") !== undefined) return raw(word === "UPDATE" ? "UPDATE BY NAME" : "INSERT BY NAME *");
  if (word !== "UPDATE") return written;
  const sets = listOf(contentOf(target, "tuple")?.expressions).map((set) => {
    const pair = contentOf(set, "eq");
    const name = dottedName(pair?.left)?.at(-1) ?? nameOf(contentOf(pair?.left, "identifier"));
    return pair === undefined ? set : { eq: { ...pair, left: { identifier: identifier(name) } } };
  });
  return { tuple: { ...tuple, expressions: [verb, { tuple: { expressions: sets } }] } };
}

let deleteTemplate: Tree | undefined;

function emptyDelete(): Tree {
  deleteTemplate ??= parseTree("DELETE FROM t").delete as Tree;
  return deleteTemplate;
}

/** Gives each unnamed output the name that Spark gives it: its text, functions in lower case. */
function nameOutputs(tree: Tree): Tree {
  const union = contentOf(tree, "union");
  if (union !== undefined) return { union: { ...union, left: nameOutputs(union.left as Tree) } };
  const select = contentOf(tree, "select");
  if (select === undefined) return tree;
  const expressions = listOf(select.expressions).map((expression) => {
    if (unnamed.has(kindOf(expression) ?? "")) return expression;
    const column = nameOf(contentOf(expression, "column")?.name);
    // Spark names a column as the query writes it, DuckDB as the table does.
    if (column !== "" && column === column.toLowerCase()) return expression;
    const called = contentOf(expression, "function");
    if (
      called !== undefined &&
      /^(?:posexplode|posexplode_outer|inline|inline_outer|stack)$/iu.test(String(called.name))
    )
      return expression;
    const name = column === "" ? outputName(expression) : column;
    return {
      alias: {
        this: expression,
        alias: identifier(name),
        column_aliases: [],
        alias_explicit_as: true,
        pre_alias_comments: [],
        trailing_comments: [],
      },
    };
  });
  return { select: { ...select, expressions } };
}

const unnamed = new Set(["alias", "star", "explode", "explode_outer", "dot"]);

function outputName(expression: Tree): string {
  if (contentOf(expression, "count")?.star === true) return "count(1)";
  const printed = printTree(expression, "databricks");
  const text = printed.replaceAll(/'(?:[^']|'')*'|\b[A-Z_]+\(/gu, (piece) =>
    piece.startsWith("'") ? piece.slice(1, -1) : piece.toLowerCase(),
  );
  return /^\S+ [+\-*/%] \S+$/u.test(text) ? `(${text})` : text;
}
