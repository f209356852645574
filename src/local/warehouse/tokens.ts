import { parser } from "../../lib/sql/parser.ts";
import type { StatementParameter } from "./engine.ts";
import { StatementFailure } from "./engine.ts";
import { syntaxFailure } from "./failure.ts";
import type { Session } from "./engine.ts";
import { fullName } from "./names.ts";
import type { TableName } from "./names.ts";

/** A word of a statement. `text` is without its quotes, `word` upper case and empty for quoted names and literals. */
export type Token = {
  readonly kind: "word" | "name" | "text" | "number" | "symbol";
  readonly text: string;
  readonly word: string;
  readonly start: number;
  readonly end: number;
};

const kinds: Readonly<Record<string, Token["kind"]>> = {
  QUOTED_IDENTIFIER: "name",
  STRING: "text",
  RAW_STRING: "text",
  DOLLAR_STRING: "text",
  NUMBER: "number",
};

/** Cuts a statement into words; a closing semicolon is dropped. */
export function tokensOf(sql: string): Token[] {
  // The declared tokens are looser than what comes.
  const result = parser().tokenize(sql, "databricks" as never) as unknown as {
    success: boolean;
    tokens?: { token_type: string; text: string; span: { start: number; end: number } }[];
    error?: string | null;
  };
  if (!result.success || result.tokens === undefined) throw syntaxFailure(`end of input: ${result.error ?? ""}`);
  const tokens = result.tokens.map(({ token_type: type, text, span }): Token => {
    const kind = kinds[type] ?? (/^[\p{L}_]/u.test(text) ? "word" : "symbol");
    return {
      kind,
      text,
      word: kind === "word" || kind === "symbol" ? text.toUpperCase() : "",
      start: span.start,
      end: span.end,
    };
  });
  while (tokens.at(-1)?.text === ";") tokens.pop();
  return tokens;
}

/** Reads tokens one after another. */
export type Cursor = {
  peek(ahead?: number): Token | undefined;
  take(): Token;
  /** Takes the words when they come next. */
  accept(...words: readonly string[]): boolean;
  /** @throws StatementFailure when the words do not come next */
  expect(...words: readonly string[]): void;
  /** A name of one to three parts. */
  name(): readonly string[];
  text(): string;
  /** Skips a group in parentheses, and gives where its inside starts and ends in the statement. */
  group(): { readonly start: number; readonly end: number };
  /** The statement's text from here on. */
  rest(): string;
  done(): boolean;
  fail(): never;
};

export function cursorOver(tokens: readonly Token[], sql: string): Cursor {
  let at = 0;
  const cursor: Cursor = {
    peek: (ahead = 0) => tokens[at + ahead],
    take: () => tokens[at++] ?? cursor.fail(),
    accept: (...words) => {
      if (!words.every((word, index) => tokens[at + index]?.word === word)) return false;
      at += words.length;
      return true;
    },
    expect: (...words) => {
      if (!cursor.accept(...words)) cursor.fail();
    },
    name: () => {
      const parts = [part(cursor)];
      while (cursor.accept(".")) parts.push(part(cursor));
      return parts;
    },
    text: () => {
      const token = cursor.take();
      return token.kind === "text" ? token.text : cursor.fail();
    },
    group: () => {
      cursor.expect("(");
      const start = tokens[at]?.start ?? sql.length;
      let depth = 1;
      for (;;) {
        const token = cursor.take();
        if (token.text === "(" && token.kind === "symbol") depth += 1;
        if (token.text === ")" && token.kind === "symbol") depth -= 1;
        if (depth === 0) return { start, end: token.start };
      }
    },
    rest: () => sql.slice(tokens[at]?.start ?? cursor.fail(), tokens.at(-1)?.end),
    done: () => at >= tokens.length,
    fail: () => {
      const token = tokens[at];
      const near = token === undefined ? "end of input" : `'${token.text}'`;
      throw syntaxFailure(near, 1, token?.start ?? sql.length);
    },
  };
  return cursor;
}

function part(cursor: Cursor): string {
  const token = cursor.take();
  return token.kind === "word" || token.kind === "name" ? token.text : cursor.fail();
}

/** A table's name at the cursor, completed from the session. */
export function tableAt(cursor: Cursor, session: Session): TableName {
  return fullName(cursor.name(), session);
}

/** Puts the name that `IDENTIFIER(…)` stands for in its place. Its argument is a literal, a parameter, or several joined by `||`. */
export function expandIdentifiers(sql: string, parameters: readonly StatementParameter[]): string {
  if (!/identifier\s*\(/iu.test(sql)) return sql;
  const tokens = tokensOf(sql);
  let result = "";
  let copied = 0;
  for (let i = 0; i < tokens.length; i += 1) {
    if (tokens[i]?.word !== "IDENTIFIER" || tokens[i + 1]?.text !== "(") continue;
    let name = "";
    let j = i + 2;
    for (; j < tokens.length && tokens[j]?.text !== ")"; j += 1) {
      const token = tokens[j] as Token;
      if (token.text === ":") {
        j += 1;
        name += valueOf(tokens[j]?.text ?? "", parameters);
      } else if (token.kind === "text") name += token.text;
      else if (token.text !== "||") throw notConstant();
    }
    result += sql.slice(copied, tokens[i]?.start) + name;
    copied = tokens[j]?.end ?? sql.length;
    i = j;
  }
  return result + sql.slice(copied);
}

/** `!x` as `NOT x`, since the parser knows only the word. */
export function expandBangs(sql: string): string {
  if (!/![^=]/u.test(sql)) return sql;
  let result = "";
  let copied = 0;
  for (const token of tokensOf(sql)) {
    if (token.kind !== "symbol" || token.text !== "!") continue;
    result += `${sql.slice(copied, token.start)} NOT `;
    copied = token.end;
  }
  return result + sql.slice(copied);
}

function valueOf(name: string, parameters: readonly StatementParameter[]): string {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found === undefined) throw unbound(name);
  if (found.value === null) throw notConstant();
  return found.value;
}

function notConstant(): StatementFailure {
  return new StatementFailure(
    "NOT_A_CONSTANT_STRING.NOT_CONSTANT",
    "42601",
    "The expression used for the routine or clause IDENTIFIER must be a constant STRING which is NOT NULL.",
  );
}

/** A parameter marker without a value. */
export function unbound(name: string): StatementFailure {
  return new StatementFailure(
    "UNBOUND_SQL_PARAMETER",
    "42P02",
    `Found the unbound parameter: ${name}. Please, fix \`args\` and provide a mapping of the parameter to either a SQL literal or collection constructor functions.`,
  );
}
