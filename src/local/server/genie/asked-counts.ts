import { z } from "zod";
import type { Keep } from "../keep.ts";

/** How many times each question was asked of each space, over all starts. */
export type AskedCounts = {
  /** The count before this asking, which is counted. */
  next(spaceId: string, question: string): number;
};

export async function openAskedCounts(keep: Keep): Promise<AskedCounts> {
  const kept = z.record(z.string(), z.number()).safeParse(await keep.read("asked"));
  const counts = new Map(Object.entries(kept.data ?? {}));
  return {
    next: (spaceId, question) => {
      const key = `${spaceId} ${question}`;
      const before = counts.get(key) ?? 0;
      counts.set(key, before + 1);
      keep.changed("asked", () => Object.fromEntries(counts));
      return before;
    },
  };
}
