import { type Operator, operatorOf } from "./function-words.ts";
import { type Entry, type Lexicon, ranks, type Target } from "./lexicon.ts";
import type { Token } from "./question-tokens.ts";
import type { TimeRange, TimeSpan } from "./time-range.ts";

/** One piece of a question, in order. `gap` is the text since the piece before. */
export type Item = { readonly start: number; readonly end: number; readonly gap: string; readonly text: string } & (
  | { readonly kind: "mention"; readonly entries: readonly Entry[] }
  | { readonly kind: "operator"; readonly operator: Operator }
  | { readonly kind: "time"; readonly range: TimeRange }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "unknown"; readonly words: readonly string[]; readonly literal: boolean }
);

type Piece =
  | { readonly kind: "mention"; readonly entries: readonly Entry[] }
  | { readonly kind: "operator"; readonly operator: Operator }
  | { readonly kind: "time"; readonly range: TimeRange };

type Candidate = {
  readonly from: number;
  /** Token after the last. */
  readonly to: number;
  readonly weight: number;
  readonly rank: number;
  readonly piece: Piece;
};

const longest = 8;

/**
 * Cuts a question into pieces. Every run of words that the lexicon, the language's own words or the calendar know is a candidate;
 * they are taken in this order, each word once: more words that count, then the better source, then more words, then the earlier.
 */
export function itemsOf(
  question: string,
  tokens: readonly Token[],
  times: readonly TimeSpan[],
  lexicon: Lexicon,
): Item[] {
  const candidates = [...timeCandidates(tokens, times), ...wordCandidates(tokens, lexicon)];
  const ranked = raiseOperators(candidates, tokens).toSorted(
    (a, b) => b.weight - a.weight || b.rank - a.rank || b.to - b.from - (a.to - a.from) || a.from - b.from,
  );
  const taken: Candidate[] = [];
  const free = tokens.map(() => true);
  for (const candidate of ranked) {
    if (!free.slice(candidate.from, candidate.to).every(Boolean)) continue;
    free.fill(false, candidate.from, candidate.to);
    taken.push(candidate);
  }
  return inOrder(question, tokens, taken, free);
}

function timeCandidates(tokens: readonly Token[], times: readonly TimeSpan[]): Candidate[] {
  return times.flatMap(({ start, end, range }) => {
    const from = tokens.findIndex((token) => token.end > start);
    const past = tokens.findIndex((token) => token.start >= end);
    const to = past === -1 ? tokens.length : past;
    return from === -1 || to <= from
      ? []
      : { from, to, weight: to - from, rank: ranks.rule + 1, piece: { kind: "time", range } as const };
  });
}

function wordCandidates(tokens: readonly Token[], lexicon: Lexicon): Candidate[] {
  const candidates: Candidate[] = [];
  for (let from = 0; from < tokens.length; from += 1) {
    if (tokens[from]?.silent === true && lexicon.size > 0 && !startsKnown(tokens[from] as Token, lexicon)) continue;
    let runs: readonly (readonly string[])[] = [[]];
    let plain: readonly (readonly string[])[] = [[]];
    for (let to = from; to < Math.min(tokens.length, from + longest); to += 1) {
      const token = tokens[to] as Token;
      if (token.quote !== tokens[from]?.quote) break;
      const spelled = runs.flatMap((run) =>
        (token.silent && to > from ? token.forms.slice(0, 1) : token.forms).map((form) => [...run, form]),
      );
      runs = (token.silent && to > from ? [...runs, ...spelled] : spelled).slice(0, 48);
      plain = plain.flatMap((run) => token.plain.map((form) => [...run, form])).slice(0, 48);
      const operator = token.quote > 0 ? undefined : operatorIn(plain);
      if (operator !== undefined) candidates.push(operatorCandidate(tokens, from, to + 1, operator));
      if (!token.silent || to === from) candidates.push(...mentionCandidates(tokens, from, to + 1, runs, lexicon));
    }
  }
  return candidates;
}

function startsKnown(token: Token, lexicon: Lexicon): boolean {
  return (
    token.forms.some((form) => lexicon.has(form)) ||
    token.plain.some((form) => operatorOf(form) !== undefined) ||
    /^(?:do|does|did|is|are|a|what)$/iu.test(token.surface)
  );
}

function operatorIn(runs: readonly (readonly string[])[]): Operator | undefined {
  for (const run of runs) {
    const operator = operatorOf(run.join(" "));
    if (operator !== undefined) return operator;
  }
  return undefined;
}

function operatorCandidate(tokens: readonly Token[], from: number, to: number, operator: Operator): Candidate {
  const weight = tokens.slice(from, to).filter((token) => !token.silent).length || 1;
  return { from, to, weight, rank: ranks.operator, piece: { kind: "operator", operator } };
}

function mentionCandidates(
  tokens: readonly Token[],
  from: number,
  to: number,
  runs: readonly (readonly string[])[],
  lexicon: Lexicon,
): Candidate[] {
  const span = tokens.slice(from, to);
  const surface = span.map((token) => token.surface).join("");
  const entries: Entry[] = [];
  for (const run of runs) {
    for (const entry of lexicon.get(run.join("")) ?? []) {
      if (entry.exact === null || entry.exact === surface) entries.push(entry);
    }
    if (entries.length > 0) break;
  }
  if (entries.length === 0) return [];
  const best = Math.max(...entries.map((entry) => entry.rank));
  const quoted = (span[0]?.quote ?? 0) > 0;
  const values = entries.filter((entry) => entry.target.kind === "value");
  const cased = values.some(
    (entry) =>
      entry.target.kind === "value" &&
      /\p{Lu}/u.test(surface) &&
      entry.target.literal.replaceAll(/[^\p{L}\p{N}]/gu, "") === surface,
  );
  const asValue = values.length > 0 && (quoted || cased);
  const piece: Piece = { kind: "mention", entries: asValue ? values : entries.filter((entry) => entry.rank === best) };
  return [
    { from, to, weight: span.filter(countsAsWord).length || 0.5, rank: asValue ? ranks.described + 0.5 : best, piece },
  ];
}

/** Words of the language lend a phrase no length, so that a total of something known is not longer than the thing itself. */
function countsAsWord(token: Token): boolean {
  if (token.silent) return false;
  const operator = token.quote > 0 ? undefined : token.plain.map(operatorOf).find((each) => each !== undefined);
  return (
    operator === undefined ||
    operator.kind === "grain" ||
    operator.kind === "amount" ||
    operator.kind === "negation" ||
    operator.kind === "compare"
  );
}

/** "total", "count" and "highest" before a known thing are said of it, even where something has that very name. */
function raiseOperators(candidates: readonly Candidate[], tokens: readonly Token[]): Candidate[] {
  return candidates.map((candidate) => {
    const { piece } = candidate;
    if (piece.kind !== "operator" || !["aggregate", "count", "extreme"].includes(piece.operator.kind)) return candidate;
    const next = tokens.findIndex((token, i) => i >= candidate.to && !token.silent);
    const followed = candidates.some(
      (other) => other.from === next && other.piece.kind === "mention" && other.rank >= ranks.partOfName,
    );
    const named = candidates.some(
      (other) =>
        other.from === candidate.from &&
        other.to > candidate.to &&
        other.piece.kind === "mention" &&
        other.rank >= ranks.name,
    );
    return followed && !named ? { ...candidate, rank: ranks.described - 0.5 } : candidate;
  });
}

function inOrder(
  question: string,
  tokens: readonly Token[],
  taken: readonly Candidate[],
  free: readonly boolean[],
): Item[] {
  const pieces: { from: number; to: number; piece: Piece | null }[] = taken.map(({ from, to, piece }) => ({
    from,
    to,
    piece,
  }));
  for (let i = 0; i < tokens.length; i += 1) {
    if (free[i] !== true || tokens[i]?.silent === true) continue;
    let to = i + 1;
    while (
      tokens[i]?.number === null &&
      to < tokens.length &&
      free[to] === true &&
      joins(question, tokens[to - 1] as Token, tokens[to] as Token)
    ) {
      to += 1;
    }
    pieces.push({ from: i, to, piece: null });
    i = to - 1;
  }
  pieces.sort((left, right) => left.from - right.from);
  let before = 0;
  return pieces.map(({ from, to, piece }) => {
    const start = tokens[from]?.start ?? 0;
    const end = tokens[to - 1]?.end ?? start;
    const place = { start, end, gap: question.slice(before, start), text: question.slice(start, end) };
    before = end;
    if (piece !== null) return { ...place, ...piece };
    const value = tokens[from]?.number ?? null;
    if (value !== null) return { ...place, kind: "number", value };
    const words = tokens.slice(from, to).flatMap((token) => token.forms[0] ?? []);
    const first = tokens.findIndex((token) => token.end > 0) === from;
    const literal = tokens
      .slice(from, to)
      .some((token) => token.quote > 0 || (/\p{Lu}/u.test(token.surface) && !first));
    return { ...place, kind: "unknown", words, literal };
  });
}

/** Unknown words side by side are one piece when nothing but a space parts them and both are, or are not, written like names. */
function joins(question: string, left: Token, right: Token): boolean {
  if (right.silent || (right.number !== null && left.quote === 0) || left.quote !== right.quote) return false;
  const capital = (token: Token) => token.quote > 0 || /^\p{Lu}/u.test(token.surface);
  return /^[\s\-#'’&]*$/u.test(question.slice(left.end, right.start)) && capital(left) === capital(right);
}

/** The targets of a mention, best first. */
export function targetsOf(item: Item): readonly Target[] {
  return item.kind === "mention" ? item.entries.map(({ target }) => target) : [];
}
