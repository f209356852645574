import type { OrderAndLimit } from "./order-and-limit.ts";
import { type Token, tokensOf } from "./read-statement.ts";

/** One stage of a pipe: its keyword and its whole text. */
type Stage = { readonly operator: string; readonly text: string };

/** Stages behind an ORDER BY that may keep its rows' order, but which the platform does not promise to. */
const rowByRow = new Set(["SELECT", "EXTEND", "SET", "DROP", "AS", "WHERE", "RENAME"]);

/**
 * Order and limit of a query in pipe syntax, which the parser does not read: its stages are read one by one from the end.
 * Null when the text has no pipe.
 */
export function pipeOrder(sql: string, read: (sql: string) => OrderAndLimit): OrderAndLimit | null {
  const tokens = tokensOf(sql);
  if (typeof tokens === "string") return null;
  const stages = stagesOf(sql, tokens);
  if (stages.length < 2) return null;
  const cuts = trailing(stages, ({ operator }) => operator === "LIMIT" || operator === "OFFSET");
  const rest = stages.slice(0, stages.length - cuts.length);
  if (cuts.length > 1) return { kind: "not_understood", reason: "the pipe cuts its rows more than once" };
  const cut = cuts[0] === undefined ? { limit: null, offset: null } : readCut(cuts[0].text);
  if (cut === null) return { kind: "not_understood", reason: "LIMIT or OFFSET is not a plain number" };
  const last = rest.at(-1);
  if (last === undefined) return null;
  if (rest.length === 1) return withCut(read(last.text), cut);
  if (last.operator === "ORDER") return orderedPipe(rest, cut, read);
  const behind = trailing(rest, ({ operator }) => rowByRow.has(operator));
  if (rest.at(-behind.length - 1)?.operator === "ORDER") {
    return { kind: "not_understood", reason: "pipe operators stand behind ORDER BY" };
  }
  const plain = read(`SELECT * FROM t`);
  if (plain.kind === "not_understood") return plain;
  return { ...plain, ...cut, without: { sql: joined(rest) } };
}

type Cut = { readonly limit: number | null; readonly offset: number | null };

function orderedPipe(stages: readonly Stage[], cut: Cut, read: (sql: string) => OrderAndLimit): OrderAndLimit {
  const order = stages.at(-1) as Stage;
  // The keys speak of the columns that come through the pipe, as those of a star do.
  const sorted = read(`SELECT * FROM t ${order.text}`);
  if (sorted.kind === "not_understood") return sorted;
  const missing = sorted.keys.filter(({ column }) => column === null);
  const extended = missing.map(({ expression }, i) => ({
    operator: "EXTEND",
    text: `EXTEND ${expression} AS __order_key_${String(i + 1)}`,
  }));
  return { ...sorted, ...cut, without: { sql: joined([...stages.slice(0, -1), ...extended, order]) } };
}

/** A query of the ordinary kind with nothing but a cut piped behind it. */
function withCut(query: OrderAndLimit, cut: Cut): OrderAndLimit {
  if (query.kind === "not_understood" || (cut.limit === null && cut.offset === null)) return query;
  if (query.limit !== null || query.offset !== null) {
    return { kind: "not_understood", reason: "the query cuts its rows twice" };
  }
  return { ...query, ...cut };
}

function readCut(text: string): Cut | null {
  const match = /^(?:LIMIT\s+(\d+|ALL))?\s*(?:OFFSET\s+(\d+))?$/iu.exec(text.trim());
  if (match === null) return null;
  const [, limit, offset] = match;
  return {
    limit: limit === undefined || /all/iu.test(limit) ? null : Number(limit),
    offset: offset === undefined ? null : Number(offset),
  };
}

function stagesOf(sql: string, tokens: readonly Token[]): Stage[] {
  // Tokens count code points.
  const characters = Array.from(sql);
  const inUse = tokens.at(-1)?.kind === "SEMICOLON" ? tokens.slice(0, -1) : tokens;
  const end = inUse.at(-1)?.end ?? 0;
  let depth = 0;
  let from = inUse[0]?.start ?? 0;
  let operator = inUse[0]?.text ?? "";
  const stages: Stage[] = [];
  const close = (to: number): void => {
    stages.push({ operator: operator.toUpperCase(), text: characters.slice(from, to).join("").trim() });
  };
  for (const [i, token] of inUse.entries()) {
    if (token.kind === "L_PAREN") depth += 1;
    else if (token.kind === "R_PAREN") depth -= 1;
    else if (token.kind === "PIPE_GT" && depth === 0) {
      close(token.start);
      from = token.end;
      operator = inUse[i + 1]?.text ?? "";
    }
  }
  close(end);
  return stages;
}

function trailing(stages: readonly Stage[], test: (stage: Stage) => boolean): readonly Stage[] {
  const lastOther = stages.findLastIndex((stage) => !test(stage));
  return stages.slice(lastOther + 1);
}

function joined(stages: readonly Stage[]): string {
  return stages.map(({ text }) => text).join(" |> ");
}
