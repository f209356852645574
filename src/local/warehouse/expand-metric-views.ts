import { StatementFailure } from "./engine.ts";
import type { Session } from "./engine.ts";
import type { MetricView, MetricViews } from "./metric-view.ts";
import { fullName } from "./names.ts";
import { contentOf, has, identifier, kindOf, listOf, nameOf, parseTree, printTree, rewriteTree } from "./tree.ts";
import type { Tree } from "./tree.ts";

/**
 * A query over metric views as one over their sources: dimensions and `MEASURE(…)` give way to their expressions.
 * @throws StatementFailure where the platform refuses too: joins, `*`, a measure without MEASURE
 */
export function expandMetricViews(sql: string, session: Session, views: MetricViews): string {
  if (views.size() === 0) return sql;
  let found = false;
  const tree = parseTree(sql);
  const ctes = cteNames(tree);
  const viewOf = (source: Tree): MetricView | undefined => {
    const table = contentOf(source, "table");
    const parts = [table?.catalog, table?.schema, table?.name].map(nameOf).filter((part) => part !== "");
    if (parts.length === 0 || (parts.length === 1 && ctes.has(parts[0]?.toLowerCase() ?? ""))) return undefined;
    return views.get(fullName(parts, session));
  };
  const expanded = rewriteTree(tree, {
    select: (content) => {
      const from = listOf((content.from as Tree | null)?.expressions);
      const joined = listOf(content.joins).map((join) => join.this as Tree);
      const view = [...from, ...joined].map(viewOf).find((each) => each !== undefined);
      if (view === undefined) return { select: content };
      found = true;
      if (from.length + joined.length > 1 || listOf(content.lateral_views).length > 0) {
        throw failure("METRIC_VIEW_JOIN_NOT_SUPPORTED", "0A000", "The metric view is not allowed to use joins.");
      }
      return selectOver(view, content, contentOf(from[0], "table") ?? {});
    },
  });
  return found ? printTree(expanded, "databricks") : sql;
}

/** The query that gives one row for each combination of all the dimensions: what the view's columns and their types are read from. */
export function wholeQuery(view: MetricView): string {
  const { dimensions, measures } = view.definition;
  const outputs = [
    ...dimensions.map(({ expr, name }) => `${expr} AS ${quoted(name)}`),
    ...measures.map(({ name }) => `MEASURE(${quoted(name)}) AS ${quoted(name)}`),
  ];
  const keys = dimensions.map((_, index) => String(index + 1)).join(", ");
  const sql = `SELECT ${outputs.join(", ")} ${fromText(view)}${keys === "" ? "" : ` GROUP BY ${keys}`}`;
  return printTree(rewriteTree(parseTree(sql), { function: (content) => inlineMeasure(content, view) }), "databricks");
}

function fromText({ definition: { source, joins, filter } }: MetricView): string {
  const isQuery = /^\s*(?:select|with)\b/iu.test(source);
  const joined = joins.map(
    ({ name, source: other, on, using }) =>
      ` LEFT JOIN ${other} AS ${quoted(name)} ${on === undefined ? `USING (${(using ?? []).join(", ")})` : `ON ${on}`}`,
  );
  const where = filter === undefined ? "" : ` WHERE ${filter}`;
  return `FROM ${isQuery ? `(${source})` : source} AS \`source\`${joined.join("")}${where}`;
}

function selectOver(view: MetricView, content: Tree, table: Tree): Tree {
  const name = nameOf(has(table.alias) ? table.alias : table.name).toLowerCase();
  const outputs = listOf(content.expressions);
  if (outputs.some((each) => contentOf(each, "star") !== undefined)) {
    throw failure("METRIC_VIEW_UNSUPPORTED_USAGE", "0A000", "The metric view usage is not supported: SELECT *.");
  }
  const aliases = new Set(outputs.map((each) => nameOf(contentOf(each, "alias")?.alias).toLowerCase()));
  const inline = (value: unknown, known: ReadonlySet<string>): unknown => inlined(value, { view, name, known });
  const none = new Set<string>();
  const over = contentOf(parseTree(`SELECT 1 ${fromText(view)}`), "select") ?? {};
  const own = contentOf(over.where_clause, "this") ?? (over.where_clause as Tree | null)?.this;
  const asked = (content.where_clause as Tree | null)?.this;
  const both =
    has(own) && has(asked)
      ? {
          and: {
            left: paren(own),
            right: paren(inline(asked, none)),
            left_comments: [],
            operator_comments: [],
            trailing_comments: [],
          },
        }
      : has(own)
        ? own
        : inline(asked, none);
  return {
    select: {
      ...content,
      expressions: outputs.map((each) => withName(each, inline(each, none) as Tree)),
      from: over.from,
      joins: over.joins,
      where_clause: has(both) ? { this: both } : null,
      group_by: inline(content.group_by, none),
      having: inline(content.having, aliases),
      order_by: inline(content.order_by, aliases),
      qualify: inline(content.qualify, aliases),
    },
  };
}

type Place = { readonly view: MetricView; readonly name: string; readonly known: ReadonlySet<string> };

/** Queries inside have been seen to already. */
const own = new Set(["select", "union", "intersect", "except", "subquery"]);

function inlined(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(each, place));
  if (typeof value !== "object" || value === null) return value;
  const kind = kindOf(value);
  if (kind !== undefined && own.has(kind)) return value;
  const called = contentOf(value, "function");
  if (called !== undefined && nameOf(called.name).toUpperCase() === "MEASURE") return inlineMeasure(called, place.view);
  const column = contentOf(value, "column");
  if (column !== undefined) return dimension(column, place) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inlined(member, place)]));
}

function dimension(column: Tree, { view, name, known }: Place): Tree | undefined {
  const qualifier = nameOf(column.table).toLowerCase();
  const wanted = nameOf(column.name).toLowerCase();
  if (qualifier !== "" && qualifier !== name) return undefined;
  const { dimensions, measures } = view.definition;
  const found = dimensions.find((each) => each.name.toLowerCase() === wanted);
  if (found !== undefined) return paren(expressionTree(found.expr));
  if (qualifier === "" && known.has(wanted)) return undefined;
  if (measures.some((each) => each.name.toLowerCase() === wanted)) {
    throw failure(
      "METRIC_VIEW_MISSING_MEASURE_FUNCTION",
      "42703",
      `The usage of measure column [${wanted}] of a metric view requires a MEASURE() function to produce results.`,
    );
  }
  throw failure(
    "UNRESOLVED_COLUMN.WITH_SUGGESTION",
    "42703",
    `A column, variable, or function parameter with name \`${wanted}\` cannot be resolved.`,
  );
}

function inlineMeasure(content: Tree, view: MetricView): Tree {
  if (nameOf(content.name).toUpperCase() !== "MEASURE") return { function: content };
  const [argument] = listOf(content.args);
  const wanted = nameOf(contentOf(argument, "column")?.name).toLowerCase();
  const found = view.definition.measures.find((each) => each.name.toLowerCase() === wanted);
  if (found === undefined) {
    throw failure(
      "UNRESOLVED_COLUMN.WITH_SUGGESTION",
      "42703",
      `A column, variable, or function parameter with name \`${wanted}\` cannot be resolved.`,
    );
  }
  // A measure may be built on others, which then cannot be built on it.
  const rest = { ...view.definition, measures: view.definition.measures.filter((each) => each !== found) };
  return paren(
    rewriteTree(expressionTree(found.expr), {
      function: (inner) => inlineMeasure(inner, { ...view, definition: rest }),
    }),
  );
}

function expressionTree(sql: string): Tree {
  const [only] = listOf(contentOf(parseTree(`SELECT ${sql}`), "select")?.expressions);
  return only ?? {};
}

/** An output is called as the query wrote it. */
function withName(written: Tree, expanded: Tree): Tree {
  if (contentOf(written, "alias") !== undefined) return expanded;
  const column = nameOf(contentOf(written, "column")?.name);
  const name = column === "" ? printTree(written, "databricks").replaceAll("`", "") : column;
  return {
    alias: {
      this: expanded,
      alias: identifier(/^MEASURE\(/iu.test(name) ? name.replace(/^MEASURE/iu, "measure") : name),
      column_aliases: [],
      alias_explicit_as: true,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  };
}

function paren(value: unknown): Tree {
  return { paren: { this: value, trailing_comments: [] } };
}

function cteNames(tree: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each);
    } else if (typeof value === "object" && value !== null) {
      for (const cte of listOf((value as Tree).ctes)) names.add(nameOf(cte.alias).toLowerCase());
      for (const member of Object.values(value)) visit(member);
    }
  };
  visit(tree);
  return names;
}

function failure(code: string, state: string, text: string): StatementFailure {
  return new StatementFailure(code, state, text);
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
