import { StatementFailure } from "./engine.ts";
import { datePartOf, functionRule } from "./function-rules.ts";
import { duckType, parseSparkType } from "./spark-type.ts";
import { parser } from "../../lib/sql/parser.ts";
import {
  call,
  caseNode,
  castNode,
  contentOf,
  isNullNode,
  kindOf,
  nameOf,
  numberNode,
  numberOf,
  raw,
  stringOf,
  textNode,
  has,
} from "./tree.ts";
import type { Rule, Tree } from "./tree.ts";

/** Whether `date + interval` goes by the date's type (a macro with overloads) or is left to DuckDB, which makes timestamps. */
export type DateArithmetic = "typed" | "plain";

const binary =
  (name: string): Rule =>
  (content) =>
    call(name, content.left, content.right);

const unary =
  (name: string): Rule =>
  (content) =>
    functionRule(call(name, content.this).function as Tree);

const pair =
  (name: string): Rule =>
  (content) =>
    functionRule(call(name, content.this, content.expression).function as Tree);

const wholeDays = new Set(["Day", "Week", "Month", "Quarter", "Year"]);

function daysOf(node: unknown): boolean {
  const interval = contentOf(node, "interval");
  const unit = interval?.unit as { unit?: string } | undefined;
  return interval !== undefined && unit?.unit !== undefined && wholeDays.has(unit.unit);
}

const moved =
  (sign: "add" | "sub", mode: DateArithmetic): Rule =>
  (content) => {
    const plain = { [sign]: content };
    if (mode === "plain") return plain;
    const name = sign === "add" ? "spark_plus_days" : "spark_minus_days";
    if (daysOf(content.right)) return insideOfPick(content.left, (value) => call(name, value, content.right));
    return sign === "add" && daysOf(content.left) ? call(name, content.right, content.left) : plain;
  };

const picks = ["max", "min", "any_value", "first", "last", "first_value", "last_value", "lag", "lead"];

/** Moving the value that an aggregate picks is the same as moving all and then picking; only there does DuckDB know the type. */
function insideOfPick(value: unknown, move: (inner: unknown) => Tree): Tree {
  const windowed = contentOf(value, "window_function");
  if (windowed !== undefined) return { window_function: { ...windowed, this: insideOfPick(windowed.this, move) } };
  const kind = picks.find((name) => contentOf(value, name)?.this !== undefined);
  const content = kind === undefined ? undefined : contentOf(value, kind);
  return kind === undefined || content === undefined
    ? move(value)
    : { [kind]: { ...content, this: move(content.this) } };
}

const typeCache = new Map<string, string>();

function targetOf(to: unknown): string {
  const key = JSON.stringify(to);
  const known = typeCache.get(key);
  if (known !== undefined) return known;
  const printed = parser().generateDataType(to as never, "databricks" as never) as { sql?: string | null };
  const type = duckType(parseSparkType(printed.sql ?? ""));
  typeCache.set(key, type);
  return type;
}

const wholeNumbers: Readonly<Record<string, string>> = {
  INTEGER: "int",
  BIGINT: "bigint",
  SMALLINT: "smallint",
  TINYINT: "tinyint",
};

const cast =
  (kind: "cast" | "try_cast"): Rule =>
  (content) => {
    const type = targetOf(content.to);
    const value = content.this as Tree;
    const literal = numberOf(value);
    if (type === "VARCHAR") return stringOf(value) === undefined ? call("spark_text", value) : value;
    const whole = wholeNumbers[type];
    if (whole === undefined || Number.isInteger(literal)) return castNode(value, type, kind);
    return call(kind === "cast" ? `spark_to_${whole}` : `spark_try_to_${whole}`, value);
  };

const literal: Rule = (content) => {
  if (content.literal_type === "timestamp") return castNode(textNode(String(content.value)), "TIMESTAMPTZ");
  return { literal: content };
};

/** Spark's lists of collected values leave nulls out and are never null. */
function collected(value: unknown, distinct: boolean, filter: unknown, orderBy: unknown): Tree {
  const present = isNullNode(value, true);
  const both =
    filter === null || filter === undefined
      ? present
      : { and: { left: filter, right: present, left_comments: [], operator_comments: [], trailing_comments: [] } };
  const list = { aggregate_function: { name: "list", args: [value], distinct, filter: both, order_by: orderBy ?? [] } };
  return call("coalesce", list, call("list_value"));
}

const aggregate: Rule = (content) => {
  const name = String(content.name).toLowerCase();
  const [value, second] = (content.args as Tree[] | undefined) ?? [];
  switch (name) {
    case "collect_list":
    case "collect_set":
      return collected(value, content.distinct === true || name === "collect_set", content.filter, content.order_by);
    case "percentile":
      return { aggregate_function: { ...content, name: "quantile_cont", args: [castNode(value, "DOUBLE"), second] } };
    case "approx_percentile":
    case "percentile_approx":
      return { aggregate_function: { ...content, name: "quantile_disc", args: [value, second] } };
    case "kurtosis":
      return { aggregate_function: { ...content, name: "kurtosis_pop" } };
    case "count_distinct":
      return { count: { this: value, star: false, distinct: true, filter: content.filter ?? null } };
    default:
      return { aggregate_function: content };
  }
};

/** A windowed collect cannot carry the coalesce inside its OVER, so it goes around. */
const windowed: Rule = (content) => {
  const wrapped = contentOf(content.this, "function");
  if (wrapped?.name !== "coalesce") return { window_function: content };
  const [list, empty] = wrapped.args as Tree[];
  return kindOf(list) === "aggregate_function"
    ? call("coalesce", { window_function: { ...content, this: list } }, empty)
    : { window_function: content };
};

const within: Rule = (content) => {
  const list = contentOf(content.this, "list_agg") ?? contentOf(content.this, "string_agg");
  if (list === undefined) return { within_group: content };
  return { string_agg: { ...list, separator: list.separator ?? textNode(""), order_by: content.order_by } };
};

const subscript: Rule = (content) =>
  stringOf(content.index) === undefined ? call("spark_at", content.this, content.index) : { subscript: content };

const extract: Rule = (content) => {
  const field = content.field as string | { Custom?: string };
  const part = typeof field === "string" ? field : (field.Custom ?? "");
  return datePartOf(part, content.this as Tree);
};

const jsonPath: Rule = (content) => {
  const path = stringOf(content.expression) ?? "";
  return call("spark_get_json_object", content.this, textNode(path.startsWith("[") ? `$${path}` : `$.${path}`));
};

const ignoringNulls =
  (kind: "first" | "last"): Rule =>
  (content) => {
    if (content.ignore_nulls !== true) return { [kind]: content };
    const filter = isNullNode(content.this, true);
    return { aggregate_function: { name: kind, args: [content.this], distinct: false, filter, order_by: [] } };
  };

/** Rules for expressions that the parser knows by a kind of their own. */
export function expressionRules(mode: DateArithmetic): Readonly<Record<string, Rule>> {
  return {
    div: binary("spark_div"),
    int_div: (content) => call("spark_int_div", content.left ?? content.this, content.right ?? content.expression),
    mod: binary("spark_mod"),
    mod_func: pair("mod"),
    add: moved("add", mode),
    sub: moved("sub", mode),
    cast: cast("cast"),
    try_cast: cast("try_cast"),
    literal,
    aggregate_function: aggregate,
    window_function: windowed,
    within_group: within,
    list_agg: (content) => ({ string_agg: { ...content, separator: content.separator ?? textNode("") } }),
    array_agg: (content) => collected(content.this, content.distinct === true, content.filter, content.order_by),
    median: (content) => ({ median: { ...content, this: castNode(content.this, "DOUBLE") } }),
    approx_count_distinct: (content) => ({
      count: { this: content.this, star: false, distinct: true, filter: content.filter ?? null },
    }),
    first: ignoringNulls("first"),
    last: ignoringNulls("last"),
    subscript,
    extract,
    j_s_o_n_extract: jsonPath,
    day_of_week: unary("dayofweek"),
    day_of_month: unary("day"),
    day_of_year: unary("dayofyear"),
    week_of_year: unary("weekofyear"),
    year: unary("year"),
    quarter: unary("quarter"),
    month: unary("month"),
    day: unary("day"),
    hour: unary("hour"),
    minute: unary("minute"),
    second: unary("second"),
    last_day: unary("last_day"),
    next_day: pair("next_day"),
    add_months: pair("add_months"),
    months_between: pair("months_between"),
    initcap: unary("initcap"),
    length: unary("length"),
    to_json: unary("to_json"),
    json_array_length: unary("json_array_length"),
    array_size: unary("size"),
    cardinality: unary("size"),
    array_position: pair("array_position"),
    array_remove: pair("array_remove"),
    array_distinct: unary("array_distinct"),
    array_except: pair("array_except"),
    array_intersect: pair("array_intersect"),
    array_union: pair("array_union"),
    element_at: (content) => {
      if (stringOf(content.expression) === undefined) return call("list_extract", content.this, content.expression);
      return call("map_extract_value", content.this, content.expression);
    },
    map_contains_key: pair("map_contains"),
    map_from_arrays: pair("map_from_arrays"),
    nvl: (content) => call("coalesce", content.this, content.expression),
    nvl2: (content) => caseNode([[isNullNode(content.this, true), content.true_value]], content.false_value),
    if_func: (content) => caseNode([[content.condition, content.true_value]], content.false_value ?? raw("NULL")),
    regexp_like: (content) => call("regexp_matches", content.this, content.pattern),
    str_position: (content) =>
      content.position === null || content.position === undefined
        ? call("spark_locate", content.substr, content.this)
        : call("spark_locate", content.substr, content.this, content.position),
    substring: (content) =>
      content.length === null || content.length === undefined
        ? call("spark_substring", content.this, content.start)
        : call("spark_substring", content.this, content.start, content.length),
    ceil: rounded("spark_ceil", "decimals"),
    floor: rounded("spark_floor", "scale"),
    power: (content) => castNode({ power: content }, "DOUBLE"),
    sqrt: (content) => ({ sqrt: content }),
    function: functionRule,
  };
}

function rounded(name: string, member: string): Rule {
  return (content) => {
    const digits = content[member] ?? content.decimals;
    return digits === null || digits === undefined ? call(name, content.this) : call(name, content.this, digits);
  };
}

/** A parameter's value as an expression. Long texts are bound by the name that `bind` gives back. */
export function parameterNode(type: string, value: string | null, bind: (text: string) => string): Tree {
  if (value === null) return raw("NULL");
  const base = type.trim().toUpperCase();
  if (base === "" || base === "STRING" || base.startsWith("VARCHAR") || base.startsWith("CHAR")) {
    return value.length <= 500 ? textNode(value) : raw(`CAST($${bind(value)} AS VARCHAR)`);
  }
  if (base === "VOID" || base === "NULL") return raw("NULL");
  if ((base === "INT" || base === "INTEGER") && /^-?\d{1,9}$/u.test(value))
    return value.startsWith("-") ? raw(`(${value})`) : numberNode(value);
  if (base.startsWith("INTERVAL")) return raw(`INTERVAL '${value.replaceAll("'", "''")}'`);
  if (base === "DECIMAL") {
    const [whole = "", fraction = ""] = value.replace("-", "").split(".");
    return castNode(
      textNode(value),
      `DECIMAL(${String(Math.max(whole.length + fraction.length, 1))},${String(fraction.length)})`,
    );
  }
  try {
    return castNode(textNode(value), duckType(parseSparkType(base)));
  } catch {
    throw new StatementFailure("UNSUPPORTED_DATATYPE", "0A000", `Unsupported data type "${base}" of a parameter.`);
  }
}

/** The name parts of `a.b.c`, written as columns and dots; undefined when it is something else. */
export function dottedName(node: unknown): readonly string[] | undefined {
  const column = contentOf(node, "column");
  if (column !== undefined) return [...(has(column.table) ? [nameOf(column.table)] : []), nameOf(column.name)];
  const dot = contentOf(node, "dot");
  if (dot === undefined) return undefined;
  const left = dottedName(dot.this);
  return left === undefined ? undefined : [...left, nameOf(dot.field)];
}
