import { type Engine, StatementFailure } from "./engine.ts";

/** A statement to refuse, by a part of its text, with the words the platform would use. */
export type Refusal = {
  /** Told without regard to capitals, backticks and line breaks. */
  readonly contains: string;
  /** The error condition: `INSUFFICIENT_PERMISSIONS`. */
  readonly condition: string;
  readonly sqlState: string;
  readonly message: string;
};

/** Statements that nobody may run at present. */
export type RefusedStatements = {
  add(refusal: Refusal): void;
  clear(): void;
  find(statement: string): Refusal | null;
};

export function refusedStatements(): RefusedStatements {
  let refusals: readonly Refusal[] = [];
  return {
    add: (refusal) => {
      refusals = [...refusals, refusal];
    },
    clear: () => {
      refusals = [];
    },
    find: (statement) =>
      refusals.length === 0
        ? null
        : (refusals.find(({ contains }) => plain(statement).includes(plain(contains))) ?? null),
  };
}

/** The engine as somebody sees it who lacks a privilege: those statements fail before they do anything. */
export function refusing(engine: Engine, refused: RefusedStatements): Engine {
  return {
    ...engine,
    execute: async (statement, parameters, session, signal) => {
      const refusal = refused.find(statement);
      if (refusal !== null) throw new StatementFailure(refusal.condition, refusal.sqlState, refusal.message);
      return engine.execute(statement, parameters, session, signal);
    },
  };
}

function plain(text: string): string {
  return text.replaceAll("`", "").replace(/\s+/gu, " ").toLowerCase();
}
