import { analyze } from "./facts.ts";
import type { QueryFacts } from "./query-facts.ts";
import { readStatement } from "./read-statement.ts";

/** Facts of an expression standing alone; null when the text is more, or less, than one expression. */
export function expressionFacts(sql: string): QueryFacts | null {
  if (/--|\/\*/u.test(sql) || /;\s*$/u.test(sql)) return null;
  const bracketed = `SELECT (${sql}\n) AS probe`;
  if (readStatement(bracketed).kind === "not_understood") return null;
  const [own, wrapped] = [analyze(`SELECT ${sql}`), analyze(bracketed)];
  if (own.kind === "not_understood" || wrapped.kind === "not_understood") return null;
  const isOne =
    own.facts.outputs.length === 1 && own.facts.outputs[0]?.alias === null && wrapped.facts.outputs.length === 1;
  return isOne && own.facts.tables.length === wrapped.facts.tables.length ? own.facts : null;
}
