import { datePattern, dateUnit } from "./date-pattern.ts";
import { StatementFailure } from "./engine.ts";
import { macroNames } from "./macros.ts";
import { jsonStructure, parseSparkType } from "./spark-type.ts";
import {
  call,
  caseNode,
  castNode,
  contentOf,
  isNullNode,
  nameOf,
  numberNode,
  numberOf,
  raw,
  stringOf,
  textNode,
  wordOf,
} from "./tree.ts";
import type { Tree } from "./tree.ts";

type FunctionRule = (args: readonly Tree[], name: string) => Tree;

/** The unit of `dateadd(DAY, …)`, which the parser reads as a column. */
const unitOf = (node: Tree | undefined): string =>
  dateUnit(stringOf(node) ?? nameOf((contentOf(node, "column") ?? contentOf(node, "var"))?.name) ?? "");

const shifted = (unit: string, amount: Tree, value: Tree): Tree =>
  call("spark_plus", castNode(value, "TIMESTAMPTZ"), call("spark_times", amount, raw(`INTERVAL 1 ${unit}`)));

const dateAdd =
  (sign: 1 | -1): FunctionRule =>
  (args, name) => {
    if (args.length === 3) return shifted(unitOf(args[0]), args[1] as Tree, args[2] as Tree);
    if (args.length !== 2) throw wrongCount(name, args.length, "2");
    return call(sign === 1 ? "spark_date_add" : "spark_date_sub", ...args);
  };

const difference: FunctionRule = (args) =>
  args.length === 3
    ? call("spark_unit_diff", textNode(unitOf(args[0])), args[1], args[2])
    : call("spark_datediff", ...args);

const castTo =
  (duckType: string, macro?: string): FunctionRule =>
  ([value]) =>
    macro === undefined ? castNode(value, duckType) : call(macro, value);

const formatted = (value: Tree, pattern: Tree | undefined): Tree => {
  const text = stringOf(pattern);
  if (text === undefined) return call("spark_date_format", value, pattern);
  const parts = datePattern(text).map((part) =>
    part.kind === "quarter"
      ? castNode(call("spark_quarter", value), "VARCHAR")
      : call("spark_date_format", value, textNode(part.text)),
  );
  return parts.reduce((left, right) => concatenated(left, right));
};

function concatenated(left: Tree, right: Tree): Tree {
  return call("spark_joined", left, right);
}

const parsePattern = (pattern: Tree | undefined): Tree => {
  const text = stringOf(pattern);
  if (text === undefined) return pattern as Tree;
  // Reading takes the padded letters for both forms.
  return textNode(
    datePattern(text)
      .map((part) => (part.kind === "format" ? part.text.replaceAll("%-", "%") : ""))
      .join(""),
  );
};

const timestampOf =
  (duckType: string, attempt: "" | "try_"): FunctionRule =>
  ([value, pattern]) => {
    const cast = attempt === "" ? "cast" : "try_cast";
    if (pattern === undefined) return castNode(value, duckType, cast);
    const parsed = call(`spark_${attempt}parse_timestamp`, value, parsePattern(pattern));
    return duckType === "TIMESTAMPTZ" ? parsed : castNode(parsed, duckType);
  };

const decode: FunctionRule = (args) => {
  if (args.length < 3) return args[0] as Tree;
  const [subject, ...rest] = args;
  const whens: [Tree, Tree][] = [];
  while (rest.length >= 2) {
    const [value, result] = rest.splice(0, 2) as [Tree, Tree];
    whens.push([call("spark_equal_null", subject, value), result]);
  }
  return caseNode(whens, rest[0] ?? raw("NULL"));
};

const namedFields = (fields: readonly (readonly [string, Tree])[]): Tree => ({
  map_func: {
    keys: fields.map(([name]) => textNode(name)),
    values: fields.map(([, value]) => value),
    curly_brace_syntax: true,
    with_map_keyword: false,
  },
});

const struct: FunctionRule = (args) =>
  namedFields(
    args.map((arg, index) => {
      const alias = contentOf(arg, "alias");
      if (alias !== undefined) return [nameOf(alias.alias), alias.this as Tree];
      const column = contentOf(arg, "column");
      return [column === undefined ? `col${String(index + 1)}` : nameOf(column.name), arg];
    }),
  );

const namedStruct: FunctionRule = (args) => {
  const fields: [string, Tree][] = [];
  for (let i = 0; i + 1 < args.length; i += 2) fields.push([stringOf(args[i]) ?? "", args[i + 1] as Tree]);
  return namedFields(fields);
};

const map: FunctionRule = (args) => {
  const keys = args.filter((_, index) => index % 2 === 0);
  const values = args.filter((_, index) => index % 2 === 1);
  return call("map", call("list_value", ...keys), call("list_value", ...values));
};

const fromJson: FunctionRule = ([json, schema]) => {
  const text = stringOf(schema);
  if (text === undefined) {
    throw new StatementFailure(
      "INVALID_SCHEMA.NON_STRING_LITERAL",
      "42K07",
      "The input schema is not a valid schema string. The input expression must be string literal and not null.",
    );
  }
  return call("spark_from_json", json, textNode(jsonStructure(parseSparkType(text))));
};

const isArray = (node: Tree): boolean => {
  const name = wordOf(contentOf(node, "function")?.name).toLowerCase();
  return (
    name.startsWith("list_") || name === "string_split_regex" || name === "spark_split" || name === "spark_from_json"
  );
};

const concat: FunctionRule = (args) => {
  if (args.some(isArray)) return call("list_concat", ...args);
  const texts = args.map((arg) => (stringOf(arg) === undefined ? call("spark_text", arg) : arg));
  return texts.length === 0 ? textNode("") : texts.reduce(concatenated);
};

const lambdaFirst =
  (name: string): FunctionRule =>
  ([list, lambda]) =>
    call(name, list, lambda);

const regexpReplace: FunctionRule = ([text, pattern, replacement]) => {
  const literal = stringOf(replacement);
  // A group is $1 in Java and \1 in RE2.
  const groups = literal === undefined ? replacement : textNode(literal.replaceAll(/\$(\d)/gu, "\\$1"));
  return call("regexp_replace", text, pattern, groups, textNode("g"));
};

const special: Readonly<Record<string, FunctionRule>> = {
  dateadd: dateAdd(1),
  date_add: dateAdd(1),
  date_sub: dateAdd(-1),
  datesub: dateAdd(-1),
  timestampadd: dateAdd(1),
  datediff: difference,
  date_diff: difference,
  timestampdiff: difference,
  date_trunc: ([unit, value]) =>
    call("spark_date_trunc", stringOf(unit) === undefined ? unit : textNode(unitOf(unit)), value),
  trunc: ([value, unit]) => call("spark_trunc", value, stringOf(unit) === undefined ? unit : textNode(unitOf(unit))),
  date_format: ([value, pattern]) => formatted(value as Tree, pattern),
  to_char: ([value, pattern]) => formatted(value as Tree, pattern),
  from_unixtime: ([value, pattern]) =>
    pattern === undefined
      ? call("spark_from_unixtime", value)
      : call("spark_from_unixtime", value, parsePattern(pattern)),
  to_date: timestampOf("DATE", ""),
  try_to_date: timestampOf("DATE", "try_"),
  to_timestamp: timestampOf("TIMESTAMPTZ", ""),
  try_to_timestamp: timestampOf("TIMESTAMPTZ", "try_"),
  to_timestamp_ntz: timestampOf("TIMESTAMP", ""),
  unix_timestamp: ([value, pattern]) => {
    if (value === undefined) return call("spark_unix_timestamp");
    return call(
      "spark_unix_timestamp",
      pattern === undefined ? value : timestampOf("TIMESTAMPTZ", "")([value, pattern], ""),
    );
  },
  date_part: ([unit, value]) => datePartOf(stringOf(unit) ?? "", value as Tree),
  datepart: ([unit, value]) => datePartOf(stringOf(unit) ?? "", value as Tree),
  current_date: () => raw("current_date"),
  current_timezone: () => call("current_setting", textNode("TimeZone")),
  curdate: () => raw("current_date"),
  current_timestamp: () => call("now"),
  getdate: () => call("now"),
  string: castTo("VARCHAR", "spark_text"),
  int: castTo("INTEGER", "spark_to_int"),
  bigint: castTo("BIGINT", "spark_to_bigint"),
  double: castTo("DOUBLE"),
  float: castTo("FLOAT"),
  date: castTo("DATE"),
  timestamp: castTo("TIMESTAMPTZ"),
  boolean: castTo("BOOLEAN"),
  decimal: castTo("DECIMAL(10,0)"),
  decode,
  struct,
  named_struct: namedStruct,
  map,
  from_json: fromJson,
  concat,
  concat_ws: ([separator, ...args]) => call("concat_ws", separator, ...args),
  array: (args) => call("list_value", ...args),
  get: ([list, index]) => call("spark_at", list, index),
  transform: lambdaFirst("list_transform"),
  filter: lambdaFirst("list_filter"),
  exists: ([list, lambda]) => call("list_bool_or", call("list_transform", list, lambda)),
  forall: ([list, lambda]) => call("list_bool_and", call("list_transform", list, lambda)),
  aggregate: ([list, start, lambda, finish]) => reduced(list, start, lambda, finish),
  reduce: ([list, start, lambda, finish]) => reduced(list, start, lambda, finish),
  regexp_replace: regexpReplace,
  replace: (args) => call("spark_replace", ...args),
  isnull: ([value]) => isNullNode(value, false),
  isnotnull: ([value]) => isNullNode(value, true),
  like: ([value, pattern]) => ({ like: { left: value, right: pattern, escape: null, quantifier: null } }),
  round: ([value, digits]) => {
    if (digits === undefined) return call("round", value);
    if (numberOf(digits) !== undefined) return call("round", value, digits);
    return call("round", value, castNode(digits, "INTEGER"));
  },
  percentile_approx: ([value, share]) => call("quantile_disc", value, share),
  rand: () => call("random"),
  monotonically_increasing_id: () => raw("(row_number() OVER () - 1)"),
  to_binary: ([value]) => call("encode", value),
  elt: ([index, ...values]) =>
    call("spark_at", call("list_value", ...values), {
      sub: { left: index, right: numberNode(1), left_comments: [], operator_comments: [], trailing_comments: [] },
    }),
};

function reduced(
  list: Tree | undefined,
  start: Tree | undefined,
  lambda: Tree | undefined,
  finish: Tree | undefined,
): Tree {
  const folded = call("list_reduce", list, lambda, start);
  if (finish === undefined) return folded;
  return call("list_extract", call("list_transform", call("list_value", folded), finish), numberNode(1));
}

const renamed: Readonly<Record<string, string>> = {
  std: "stddev",
  mean: "avg",
  try_sum: "sum",
  try_avg: "avg",
  some: "bool_or",
  any: "bool_or",
  regexp_like: "regexp_matches",
  regexp: "regexp_matches",
  rlike: "regexp_matches",
  charindex: "spark_locate",
  btrim: "trim",
  sha: "sha1",
  char: "chr",
  format_string: "printf",
  bit_get: "get_bit",
  shiftleft: "lshift",
  map_from_arrays: "map",
  arrays_overlap: "list_has_any",
  arrays_zip: "list_zip",
  array_size: "spark_size",
  cardinality: "spark_size",
  try_element_at: "list_extract",
  try_add: "spark_plus",
  try_subtract: "spark_minus",
  try_multiply: "spark_times",
  current_database: "current_schema",
  unix_seconds: "spark_unix_timestamp",
  timestamp_seconds: "to_timestamp",
  to_unix_timestamp: "spark_unix_timestamp",
  date_from_unix_date: "spark_from_unix_date",
  shuffle: "list_shuffle",
  signum: "spark_signum",
  positive: "spark_positive",
};

/** Rewrites a call whose arguments are rewritten already. */
export function functionRule(content: Tree): Tree {
  const name = String(content.name).toLowerCase();
  const args = (content.args as Tree[] | undefined) ?? [];
  const rule = special[name];
  if (rule !== undefined) return rule(args, name);
  const other = renamed[name] ?? (macroNames.has(name) ? `spark_${name}` : undefined);
  return { function: other === undefined ? content : { ...content, name: other } };
}

const partNames: Readonly<Record<string, string>> = {
  dow: "dayofweek",
  doy: "dayofyear",
  week: "weekofyear",
  w: "weekofyear",
  dayofweekiso: "dayofweek_iso",
  dow_iso: "dayofweek_iso",
  isodow: "dayofweek_iso",
  mon: "month",
  qtr: "quarter",
  second: "second_fraction",
  seconds: "second_fraction",
  yearofweek: "yearofweek",
};

/** `extract(part FROM value)`; its second keeps the fraction. */
export function datePartOf(part: string, value: Tree): Tree {
  const lower = part.toLowerCase();
  const name = partNames[lower] ?? lower.replace(/s$/u, "");
  if (!macroNames.has(name)) {
    throw new StatementFailure("INVALID_EXTRACT_FIELD", "42601", `Cannot extract \`${part}\` from the value.`);
  }
  return call(`spark_${name}`, value);
}

function wrongCount(name: string, actual: number, expected: string): StatementFailure {
  return new StatementFailure(
    "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
    "42605",
    `The \`${name}\` requires ${expected} parameters but the actual number is ${String(actual)}.`,
  );
}
