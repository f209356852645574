/** A rule of the text instruction: these words mean that SQL. */
export type TermRule = { readonly terms: readonly string[]; readonly sql: string };

export type InstructionRules = {
  readonly terms: readonly TermRule[];
  /** Conditions to put on every query that uses their table. */
  readonly always: readonly string[];
};

const quoted = /["“”「]([^"“”「」]+)["“”」]/gu;
const verb =
  /^\s*(?:means?|is|are|refers?\s+to|stands?\s+for|equals?|=|:|→|->|(?:은|는|이란|란|이|가)(?:\s*\((?:은|는|이|가)\))?(?=[\s`:]))\s*:?\s*$/iu;
const joiner = /^(?:\s|,|\/|and|or|및|또는|과|와|\|)*$/iu;

/**
 * Reads the rules of a text instruction, one a line; every other line is prose and has no effect.
 *
 *   term rule    = [bullet] term { ("," | "and" | "or" | "/" | "및" | "또는" | "과" | "와") term } verb "`" sql "`" [anything]
 *   term         = text in double quotes, straight or curly
 *   verb         = "means" | "mean" | "is" | "are" | "refers to" | "stands for" | "equals" | "=" | ":" | "->"
 *                | "은" | "는" | "은(는)" | "는(은)" | "이란" | "란"           with or without spaces before the backtick
 *   always rule  = [bullet] ("always" ("filter" | "apply" | "use" | "add" | "exclude where" …) | "항상") … "`" condition "`" [anything]
 *
 * The SQL is an aggregate (a measure), a condition (a filter), a column or another expression of a row; columns are qualified with
 * the table's last name part.
 */
export function instructionRules(content: string): InstructionRules {
  const terms: TermRule[] = [];
  const always: string[] = [];
  for (const raw of content.split(/\r?\n/u)) {
    const line = raw.replace(/^\s*(?:[-*•]|\d+[.)])\s*/u, "");
    const ticks = /`([^\n]+?)`(?![\w.])/u.exec(line);
    if (ticks === null) continue;
    const sql = wholeSql(line.slice(ticks.index));
    const before = line.slice(0, ticks.index);
    if (/^(?:always|항상)(?:\s|$)/iu.test(before)) {
      always.push(sql);
      continue;
    }
    const found = [...before.matchAll(quoted)];
    const first = found[0];
    const last = found.at(-1);
    if (first === undefined || last === undefined) continue;
    const between = found.slice(1).every((each, i) => {
      const previous = found[i] as RegExpMatchArray;
      return joiner.test(before.slice((previous.index ?? 0) + previous[0].length, each.index));
    });
    const tail = before.slice((last.index ?? 0) + last[0].length);
    if (between && joiner.test(before.slice(0, first.index)) && (verb.test(tail) || verb.test(`${tail.trimEnd()} `))) {
      terms.push({ terms: found.map((each) => each[1] as string), sql });
    }
  }
  return { terms, always };
}

/** From the first backtick to the one that ends the SQL: names inside may be in backticks of their own. */
function wholeSql(text: string): string {
  const last = text.lastIndexOf("`");
  const first = /^`([^`]+)`/u.exec(text)?.[1] ?? "";
  const all = text.slice(1, last);
  return isWhole(first) ? first : all;
}

function isWhole(sql: string): boolean {
  const text = sql.trim();
  return (
    text !== "" && !/[.(,]$/u.test(text) && (text.match(/\(/gu) ?? []).length === (text.match(/\)/gu) ?? []).length
  );
}
