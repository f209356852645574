import { integerBelow, type Random } from "../../lib/core/random.ts";

/** One of the items by chance; the list must not be empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[integerBelow(random, items.length)] as T;
}
