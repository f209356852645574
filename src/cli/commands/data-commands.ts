import { EnhancerError } from "../../lib/core/errors.ts";
import { settingNames } from "../../lib/settings/settings.ts";
import { readOnly } from "../../lib/sql/read-only.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Column } from "../../lib/core/statement.ts";
import { markdownTable, plain } from "../../lib/report/markdown.ts";
import type { Command, ExitCode } from "../command.ts";
import { terminalMarkdown } from "../terminal-markdown.ts";
import { withWorkspace } from "../with-workspace.ts";

export const configCommand: Command = {
  name: "config",
  usage: "config [settings]",
  en: "the effective settings and where each came from",
  ko: "적용되는 설정과 각각의 출처",
  options: [],
  takesSettings: true,
  run: async ({ resolved, console, json }) => {
    const rows = settingNames.map((name) => ({ name, value: resolved.settings[name], source: resolved.origins[name] }));
    if (json) console.out(`${JSON.stringify(rows)}\n`);
    else {
      const table = markdownTable(
        ["name", "value", "source"],
        rows.map((row) => [row.name, row.value === null ? "–" : String(row.value), row.source].map(plain)),
      );
      console.out(`${terminalMarkdown(table, console.isTerminal)}\n`);
    }
    return 0;
  },
};

export const sqlCommand: Command = {
  name: "sql",
  usage: 'sql "SELECT …" [settings]',
  en: "one read-only statement on the configured warehouse",
  ko: "설정된 웨어하우스에서 읽기 전용 SQL 한 문장 실행",
  options: [],
  takesWords: true,
  takesSettings: true,
  check: async ({ positionals: [sql = "", ...more] }) => {
    await loadParser();
    const allowed = more.length > 0 ? { ok: false as const, reason: "it is more than one argument" } : readOnly(sql);
    if (allowed.ok) return;
    throw new EnhancerError({
      code: "BAD_REQUEST",
      message: `Not run: ${sql.trim() === "" ? "no statement was given" : allowed.reason}`,
      remedy: 'Give one SELECT in quotes: genie-enhancer sql "SELECT * FROM …".',
    });
  },
  run: (invocation) =>
    withWorkspace<ExitCode>(invocation, async (context) => {
      const [sql = ""] = invocation.arguments.positionals;
      const outcome = await context.workspace.runStatement(sql, {
        warehouseId: context.settings.warehouse_id ?? "",
        timeoutMs: context.settings.statement_timeout * 1000,
        signal: context.signal,
      });
      if (outcome.kind !== "rows") {
        const why = outcome.kind === "failed" ? outcome.message : "it was cancelled";
        throw new EnhancerError({
          code: "SQL_FAILED",
          message: `The statement failed: ${why}`,
          remedy: "Correct the statement or the setting it depends on.",
        });
      }
      const { columns, rows } = outcome.result;
      if (invocation.json) {
        const objects = rows.map((row) =>
          Object.fromEntries(columns.map((column, index) => [column.name, typed(row[index] ?? null, column)])),
        );
        invocation.console.out(`${JSON.stringify(objects)}\n`);
      } else {
        const table = markdownTable(
          columns.map((column) => plain(column.name)),
          rows.map((row) => row.map((cell) => (cell === null ? "∅" : plain(cell)))),
        );
        invocation.console.out(`${terminalMarkdown(table, invocation.console.isTerminal)}\n`);
      }
      return 0;
    }),
};

const numberTypes: ReadonlySet<string> = new Set(["BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "DECIMAL"]);

/** A cell as JSON: numbers that a double holds exactly become numbers, others stay text. */
function typed(cell: string | null, column: Column): unknown {
  if (cell === null) return null;
  if (column.typeName === "BOOLEAN") return cell === "true";
  if (!numberTypes.has(column.typeName)) return cell;
  const value = Number(cell);
  const exact =
    Number.isFinite(value) &&
    (Number.isInteger(value) ? Number.isSafeInteger(value) : cell.replace(/^-?0*\.?/u, "").length <= 15);
  return exact ? value : cell;
}
