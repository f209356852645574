import { type Clock, manualClock } from "../../lib/core/clock.ts";
import { seededIds } from "../../lib/core/random.ts";
import type { StatementOutcome } from "../../lib/core/statement.ts";
import { type AssembledWorkspace, assembleWorkspace, type AssembleOptions } from "./assemble.ts";

/** For tests: a space over one table of the catalog below. */
export const tinyDocument = {
  version: 2,
  data_sources: {
    tables: [
      { identifier: "garden.shed.plants", column_configs: [{ column_name: "height" }, { column_name: "name" }] },
      { identifier: "garden.shed.pots" },
    ],
  },
};

/** An id whose place among its like the number decides. */
export const idOf = (number: number): string => number.toString(16).padStart(32, "0");

const column = (name: string, type: string): { name: string; type: string; comment: null } => ({
  name,
  type,
  comment: null,
});

/** Two tables; a reader that turns a question into a statement; an engine that gives one row back, or fails on BAD. */
export const tinyWorld = {
  catalog: {
    columns: async (table: string) =>
      await Promise.resolve(
        table.startsWith("garden.shed.p") ? [column("name", "string"), column("height", "decimal(10,2)")] : null,
      ),
    values: async () => await Promise.resolve([]),
  },
  reader: async ({ question }: { question: string }) =>
    await Promise.resolve({ kind: "sql" as const, sql: `SELECT '${question}'`, description: "One row." }),
  runSql: async (sql: string): Promise<StatementOutcome> =>
    await Promise.resolve(
      sql.includes("BAD")
        ? { kind: "failed", statementId: "s", errorCode: "BAD_REQUEST", message: "[PARSE_SYNTAX_ERROR] near BAD" }
        : {
            kind: "rows",
            statementId: "s",
            result: {
              columns: [{ name: "answer", typeName: "STRING", typeText: "STRING" }],
              rows: [[sql]],
              totalRowCount: 1,
              truncated: false,
            },
          },
    ),
  responder: ({ prompt, schemaName }: { prompt: string; schemaName: string | null }) => ({ prompt, schemaName }),
};

/** JSON of an answer, loosely: tests look where they know what stands. */
// eslint-disable-next-line typescript/no-explicit-any
export type Loose = any;

export type TestWorkspace = AssembledWorkspace & {
  /** One call without a socket, as the administrator unless another token is given. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: Loose; headers: Headers }>;
  /** A space of the tiny document, or of another. */
  space(document?: unknown): Promise<string>;
};

export async function testWorkspace(
  options: Partial<AssembleOptions> & { readonly clock?: Clock } = {},
): Promise<TestWorkspace> {
  const workspace = await assembleWorkspace({
    folder: null,
    seed: 7,
    speed: 0,
    clock: manualClock(),
    secrets: seededIds("secret"),
    host: () => "https://127.0.0.1:1",
    endpoints: ["local-model"],
    ...tinyWorld,
    ...options,
  });
  const call: TestWorkspace["call"] = async (method, path, body, token = workspace.tokens.token) => {
    const response = await workspace.app.request(path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
  };
  return {
    ...workspace,
    call,
    space: async (document = tinyDocument) => {
      const body = { title: "t", warehouse_id: "w", serialized_space: JSON.stringify(document) };
      const created = await call("POST", "/api/2.0/genie/spaces", body);
      if (created.status !== 200) throw new Error(JSON.stringify(created.body));
      return created.body.space_id as string;
    },
  };
}
