import { cancelled, StatementFailure } from "./engine.ts";
import { catalogOfDuck } from "./names.ts";

type Rule = readonly [pattern: RegExp, failure: (match: RegExpExecArray) => StatementFailure];

const fail = (code: string, state: string, text: string): StatementFailure => new StatementFailure(code, state, text);

const rules: readonly Rule[] = [
  [/\[([A-Z0-9_.]+)\] ([\s\S]*?) SQLSTATE: (\w{5})/u, (m) => fail(part(m, 1), part(m, 3), part(m, 2))],
  [/INTERRUPT/u, () => fail(cancelled, "HY008", "Operation has been canceled.")],
  [
    /(?:Table|View) with name "?([^"\s]+?)"? does not exist/u,
    (m) =>
      fail(
        "TABLE_OR_VIEW_NOT_FOUND",
        "42P01",
        `The table or view ${ticks(fullNameIn(m.input, part(m, 1)))} cannot be found. Verify the spelling and correctness of the schema and catalog.`,
      ),
  ],
  [
    /Referenced (?:column|table) "([^"]+)" not found[\s\S]*?(?:Candidate (?:bindings|tables|columns): (.*))?(?:\n|$)/u,
    (m) => unresolved(part(m, 1), /Candidate (?:bindings|tables|columns): (.*)/u.exec(m.input)?.[1]),
  ],
  [
    /does not have a column named "([^"]+)"/u,
    (m) => unresolved(part(m, 1), /Candidate bindings: ?:? ?(.*)/u.exec(m.input)?.[1]),
  ],
  [
    /column "([^"]+)" must appear in the GROUP BY/u,
    (m) =>
      fail(
        "MISSING_AGGREGATION",
        "42803",
        `The non-aggregating expression "${part(m, 1)}" is based on columns which are not participating in the GROUP BY clause.`,
      ),
  ],
  [
    /Ambiguous reference to column name "([^"]+)" \(use: ([^)]*)\)/u,
    (m) => fail("AMBIGUOUS_REFERENCE", "42704", `Reference \`${part(m, 1)}\` is ambiguous, could be: ${part(m, 2)}.`),
  ],
  [
    /Function with name "?(\w+)"? does not exist|(?:Scalar|Aggregate|Table|Macro)[\w ]* Function with name "?(\w+)"? does not exist/u,
    (m) =>
      fail(
        "UNRESOLVED_ROUTINE",
        "42883",
        `Cannot resolve routine \`${m[1] ?? m[2] ?? ""}\` on search path [\`system\`.\`builtin\`, \`system\`.\`session\`].`,
      ),
  ],
  [
    /(?:Schema|schema) (?:with name )?"?([^"\s]+?)"? (?:does not exist|not found)/u,
    (m) => fail("SCHEMA_NOT_FOUND", "42704", `The schema \`${part(m, 1)}\` cannot be found.`),
  ],
  [
    /Catalog "?([^"\s]+?)"? does not exist|database "?([^"\s]+?)"? does not exist/iu,
    (m) => fail("NO_SUCH_CATALOG_EXCEPTION", "42704", `Catalog '${catalogOfDuck(m[1] ?? m[2] ?? "")}' was not found.`),
  ],
  [
    /Table with name "?([^"\s]+?)"? already exists|View with name "?([^"\s]+?)"? already exists/u,
    (m) =>
      fail(
        "TABLE_OR_VIEW_ALREADY_EXISTS",
        "42P07",
        `Cannot create table or view \`${m[1] ?? m[2] ?? ""}\` because it already exists.`,
      ),
  ],
  [
    /Schema with name "?([^"\s]+?)"? already exists/u,
    (m) => fail("SCHEMA_ALREADY_EXISTS", "42P06", `Cannot create schema \`${part(m, 1)}\` because it already exists.`),
  ],
  [
    /Column with name (\S+) already exists/u,
    (m) => fail("FIELD_ALREADY_EXISTS", "42710", `Cannot add column, because \`${part(m, 1)}\` already exists.`),
  ],
  [
    /Could not convert string '([\s\S]*?)' to (\w+)/u,
    (m) => castFailure(part(m, 1), "STRING", sparkNumber(part(m, 2))),
  ],
  [
    /(date|timestamp) field (?:value out of range|format)[^"]*"([^"]*)"/u,
    (m) => castFailure(part(m, 2), "STRING", part(m, 1).toUpperCase()),
  ],
  [
    /invalid (date|timestamp) field format: "([^"]*)"/u,
    (m) => castFailure(part(m, 2), "STRING", part(m, 1).toUpperCase()),
  ],
  [
    /Could not parse string "([^"]*)" according to format/u,
    (m) =>
      fail(
        "CANNOT_PARSE_TIMESTAMP",
        "22007",
        `Text '${part(m, 1)}' could not be parsed. Use \`try_to_timestamp\` to tolerate invalid input.`,
      ),
  ],
  [
    /NOT NULL constraint failed: (?:\S+\.)?(\w+)/u,
    (m) =>
      fail("DELTA_NOT_NULL_CONSTRAINT_VIOLATED", "23502", `NOT NULL constraint violated for column: ${part(m, 1)}.`),
  ],
  [
    /CHECK constraint failed/u,
    () => fail("DELTA_VIOLATE_CONSTRAINT_WITH_VALUES", "23001", "CHECK constraint violated by row."),
  ],
  [
    /Out of Range Error|out of range|Overflow in/iu,
    (m) =>
      fail(
        "ARITHMETIC_OVERFLOW",
        "22003",
        `${firstLine(m.input)}. If necessary set "ansi_mode" to "false" to bypass this error.`,
      ),
  ],
  [
    /[Cc]onflict/u,
    () =>
      fail(
        "DELTA_CONCURRENT_APPEND",
        "2D521",
        "ConcurrentAppendException: Files were added by a concurrent update. Please try the operation again.",
      ),
  ],
  [
    /syntax error at (?:or near "([\s\S]*?)"|end of input)/u,
    (m) => syntaxFailure(m[1] === undefined ? "end of input" : `'${m[1]}'`),
  ],
  [
    /(?:explicit (?:type )?cast|No function matches the given name and argument types '([^']*)')/u,
    (m) =>
      fail(
        "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
        "42K09",
        `Cannot resolve the expression due to data type mismatch: ${m[1] ?? firstLine(m.input)}.`,
      ),
  ],
  [
    /More than one row returned by a subquery/u,
    () =>
      fail("SCALAR_SUBQUERY_TOO_MANY_ROWS", "21000", "More than one row returned by a subquery used as an expression."),
  ],
];

/** A DuckDB error in Databricks' words; what is not recognised becomes INTERNAL_ERROR with the engine's first line. */
export function toStatementFailure(thrown: unknown): StatementFailure {
  if (thrown instanceof StatementFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  for (const [pattern, failure] of rules) {
    const match = pattern.exec(message);
    if (match !== null) return failure(match);
  }
  return fail("INTERNAL_ERROR", "XX000", firstLine(message));
}

/** PARSE_SYNTAX_ERROR as the platform words it. `near` is quoted text, or `end of input`. */
export function syntaxFailure(near: string, line = 1, position = 0): StatementFailure {
  return fail(
    "PARSE_SYNTAX_ERROR",
    "42601",
    `Syntax error at or near ${near}. (line ${String(line)}, pos ${String(position)})`,
  );
}

function unresolved(name: string, candidates: string | undefined): StatementFailure {
  const names = [...(candidates ?? "").matchAll(/"([^"]+)"/gu)].map((match) => ticks(match[1] ?? ""));
  const found = `A column, variable, or function parameter with name ${ticks(name)} cannot be resolved.`;
  return names.length === 0
    ? fail("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703", found)
    : fail(
        "UNRESOLVED_COLUMN.WITH_SUGGESTION",
        "42703",
        `${found} Did you mean one of the following? [${names.join(", ")}].`,
      );
}

function castFailure(text: string, from: string, to: string): StatementFailure {
  return fail(
    "CAST_INVALID_INPUT",
    "22018",
    `The value '${text}' of the type "${from}" cannot be cast to "${to}" because it is malformed. Correct the value as per the syntax, or change its target type. Use \`try_cast\` to tolerate malformed input and return NULL instead.`,
  );
}

function sparkNumber(duck: string): string {
  const known: Readonly<Record<string, string>> = {
    INT32: "INT",
    INT64: "BIGINT",
    INT16: "SMALLINT",
    INT8: "TINYINT",
    BOOL: "BOOLEAN",
  };
  return known[duck] ?? duck;
}

/** DuckDB names the table alone, but quotes the statement's line below, where the name is whole. */
function fullNameIn(message: string, name: string): string {
  const table = name.slice(name.lastIndexOf(".") + 1);
  for (const [, catalog = "", schema = "", last = ""] of message.matchAll(/"([^"]+)"\."([^"]+)"\."([^"]+)"/gu)) {
    if (last.toLowerCase() === table.toLowerCase()) return `${catalogOfDuck(catalog)}.${schema}.${last}`;
  }
  return name;
}

function ticks(name: string): string {
  return name
    .split(".")
    .map((segment) => `\`${segment}\``)
    .join(".");
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/^\w+ Error: /u, "");
}

function part(match: RegExpExecArray, index: number): string {
  return match[index] ?? "";
}
