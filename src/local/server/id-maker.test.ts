import { describe, expect, it } from "vitest";
import { idMaker } from "./id-maker.ts";

const all = (seed: number, start: number): readonly string[] => {
  const ids = idMaker(seed, start);
  return [ids.hex32("a"), ids.hex32("a"), ids.hex32("b"), ids.uuid("a"), ids.uuid("a"), ids.long("a"), ids.long("a")];
};

describe("ids", () => {
  it("repeat for the same seed and start only", () => {
    expect(all(1, 1)).toEqual(all(1, 1));
    const many = [...all(1, 1), ...all(1, 2), ...all(2, 1)];
    expect(new Set(many).size).toBe(many.length);
  });

  it("have the platform's forms, and Genie's grow", () => {
    const [first = "", second = "", , uuid = "", , long = ""] = all(1, 1);
    expect(first).toMatch(/^01f1[0-9a-f]{28}$/u);
    expect(second > first).toBe(true);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(BigInt(long)).toBeGreaterThan(2n ** 53n);
  });
});
