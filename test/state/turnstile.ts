import { integerBelow, type Random } from "../../src/lib/core/random.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";

/** Several processes over one warehouse, of which one at a time gets its next statement through: whose turn it is, chance decides. */
export type Turnstile = {
  /** Does a process's work, whose statements go through the turnstile. */
  enter<T>(work: (sql: StateSql) => Promise<T>): Promise<T>;
};

/**
 * @param processes how many will enter; nobody gets through before all are there
 * @param together may change the statements that wait at once, by process, before one of them runs
 */
export function turnstile(
  sql: StateSql,
  random: Random,
  processes: number,
  together: (texts: ReadonlyMap<number, string>, chosen: number) => string = (texts, chosen) => texts.get(chosen) ?? "",
): Turnstile {
  const waiting = new Map<number, { readonly text: string; readonly go: (text: string) => void }>();
  let inside = processes;
  let entered = 0;
  let isBusy = false;
  const next = (): void => {
    if (isBusy || waiting.size < inside || waiting.size === 0) return;
    const chosen = [...waiting.keys()].toSorted((one, other) => one - other)[integerBelow(random, waiting.size)] ?? 0;
    const turn = waiting.get(chosen);
    const text = together(new Map([...waiting].map(([process, one]) => [process, one.text])), chosen);
    waiting.delete(chosen);
    isBusy = true;
    turn?.go(text);
  };
  return {
    enter: async (work) => {
      const process = entered;
      entered += 1;
      const query: StateSql["query"] = async (text, parameters) => {
        const turn = new Promise<string>((go) => void waiting.set(process, { text, go }));
        next();
        const allowed = await turn;
        try {
          return await sql.query(allowed, parameters);
        } finally {
          isBusy = false;
        }
      };
      try {
        return await work({ query });
      } finally {
        inside -= 1;
        next();
      }
    },
  };
}
