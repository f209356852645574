/** What a run may use at most; null is no limit. Minutes are minutes of work, not of waiting for a person. */
export type Limits = {
  readonly max_questions: number | null;
  readonly max_minutes: number | null;
  readonly max_tokens: number | null;
  readonly max_cost: number | null;
};

export type LimitName = keyof Limits;

/** What a run has used, or is about to. Money is null where nothing has a price. */
export type Amounts = {
  readonly questions: number;
  readonly minutes: number;
  readonly tokens: number;
  readonly money: number | null;
};

/** A limit beside what was used of it, or what is needed. */
export type LimitUse = { readonly limit: LimitName; readonly used: number; readonly allowed: number };

/** `reached`: used up while the run worked. `too_low`: what is to come does not fit. */
export type Exceeded = LimitUse & { readonly kind: "reached" | "too_low" };

/** Each limit that is set, with what is used of it. */
export function limitUses(limits: Limits, amounts: Amounts): LimitUse[] {
  const used: Readonly<Record<LimitName, number | null>> = {
    max_questions: amounts.questions,
    max_minutes: amounts.minutes,
    max_tokens: amounts.tokens,
    max_cost: amounts.money,
  };
  return limitNames.flatMap((limit) => {
    const [allowed, spent] = [limits[limit], used[limit]];
    return allowed === null || spent === null ? [] : [{ limit, used: spent, allowed }];
  });
}

export const limitNames: readonly LimitName[] = ["max_questions", "max_minutes", "max_tokens", "max_cost"];

/** The first limit under which `amounts` do not fit, or null. Rounding of money forgives a billionth. */
export function tooLow(limits: Limits, amounts: Amounts): Exceeded | null {
  const found = limitUses(limits, amounts).find(({ used, allowed }) => used > allowed * (1 + 1e-9));
  return found === undefined ? null : { kind: "too_low", ...found };
}

/** The first of `names` that is used up, so that nothing more may be begun under it, or null. */
export function reached(limits: Limits, amounts: Amounts, names: readonly LimitName[] = limitNames): Exceeded | null {
  const found = limitUses(limits, amounts).find(
    ({ limit, used, allowed }) => names.includes(limit) && used >= allowed * (1 - 1e-9),
  );
  return found === undefined ? null : { kind: "reached", ...found };
}

/** The reason as it stands in `enhancement_runs.reason`: `max_questions: 18 needed, 5 allowed`. */
export function reasonOf({ kind, limit, used, allowed }: Exceeded): string {
  return `${limit}: ${number(used)} ${kind === "reached" ? "used" : "needed"}, ${number(allowed)} allowed`;
}

const reasonPattern =
  /^(?<limit>max_(?:questions|minutes|tokens|cost)): (?<used>[\d.]+) (?<kind>used|needed), (?<allowed>[\d.]+) allowed$/u;

/** Reads such a reason, or null for another. */
export function readReason(reason: string): Exceeded | null {
  const { limit, used, kind, allowed } = reasonPattern.exec(reason)?.groups ?? {};
  const name = limitNames.find((one) => one === limit);
  if (name === undefined) return null;
  return {
    kind: kind === "used" ? "reached" : "too_low",
    limit: name,
    used: Number(used),
    allowed: Number(allowed),
  };
}

/** At most two decimals, and those of small amounts of money not lost. */
function number(value: number): string {
  const digits = value !== 0 && Math.abs(value) < 0.1 ? 4 : 2;
  return String(Number(value.toFixed(digits)));
}
