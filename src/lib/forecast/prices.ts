/** Prices as the settings give them, all in one currency; null is not known. */
export type Prices = {
  readonly question: number | null;
  readonly warehouseHour: number | null;
  readonly millionInputTokens: number | null;
  readonly millionOutputTokens: number | null;
};

/** What is paid for. */
export type Priced = {
  readonly questions: number;
  readonly warehouseSeconds: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Whether any price is known: without one there is no money to tell. */
export function isPriced(prices: Prices): boolean {
  return Object.values(prices).some((price) => price !== null);
}

/** Money by the prices known, what has none counting nothing; null where no price is known at all. */
export function moneyOf(used: Priced, prices: Prices): number | null {
  if (!isPriced(prices)) return null;
  const { questions, warehouseSeconds } = used;
  return (
    questions * (prices.question ?? 0) +
    (warehouseSeconds / 3600) * (prices.warehouseHour ?? 0) +
    (modelMoneyOf(used, prices) ?? 0)
  );
}

/** The part of it that model calls cost; null where tokens have no price. */
export function modelMoneyOf(
  { promptTokens, completionTokens }: Pick<Priced, "promptTokens" | "completionTokens">,
  { millionInputTokens, millionOutputTokens }: Prices,
): number | null {
  if (millionInputTokens === null && millionOutputTokens === null) return null;
  return (promptTokens * (millionInputTokens ?? 0) + completionTokens * (millionOutputTokens ?? 0)) / 1e6;
}

/** How a sum of tokens divides where only the sum is known: a plan's call reads much and writes little. */
const promptShare = 0.85;

/** A sum of tokens as input and output. */
export function divided(tokens: number): { readonly promptTokens: number; readonly completionTokens: number } {
  return { promptTokens: tokens * promptShare, completionTokens: tokens * (1 - promptShare) };
}
