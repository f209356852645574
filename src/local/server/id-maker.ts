import { createHash } from "node:crypto";

/**
 * Makes every id of the workspace. Ids depend on the seed, the number of starts and the count so far, so that a run on a
 * fresh workspace of the same seed sees the same ids, and no start repeats an earlier one's.
 */
export type IdMaker = {
  /** 32 hex digits that grow with time, as Genie's are. */
  hex32(kind: string): string;
  /** A dashed UUID, as statement ids are. */
  uuid(kind: string): string;
  /** A whole number between 2^60 and 2^63 as text, as ids of jobs and runs can be. */
  long(kind: string): string;
};

export function idMaker(seed: string | number, start: number): IdMaker {
  const counts = new Map<string, number>();
  const next = (kind: string): { count: number; hash: string } => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const hash = createHash("sha256")
      .update(JSON.stringify([seed, start, kind, count]))
      .digest("hex");
    return { count, hash };
  };
  return {
    hex32: (kind) => {
      const { count, hash } = next(kind);
      const grows = start.toString(16).padStart(4, "0").slice(-4) + count.toString(16).padStart(8, "0").slice(-8);
      return `01f1${grows}${hash.slice(0, 16)}`;
    },
    uuid: (kind) => {
      const { hash } = next(kind);
      const parts = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`];
      return [...parts, hash.slice(20, 32)].join("-");
    },
    long: (kind) => {
      const { hash } = next(kind);
      return String(2n ** 60n + BigInt(`0x${hash.slice(0, 15)}`));
    },
  };
}
