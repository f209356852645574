import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SharedText } from "../../src/lib/databricks/quota-port.ts";

export type OpenedText = {
  /** The same text as another process has it. */
  readonly open: () => SharedText;
  readonly close: () => Promise<void>;
};

/** What the runs of a workspace need of the text they share, wherever it is kept. */
export function describeSharedText(name: string, make: () => Promise<OpenedText>): void {
  describe(`the shared quota in ${name}`, () => {
    let text: OpenedText;
    beforeAll(async () => {
      text = await make();
    }, 60_000);
    afterAll(() => text.close());

    const read = async (): Promise<string | null> => {
      let found: string | null = null;
      await text.open().change((stored) => {
        found = stored;
        return null;
      });
      return found;
    };

    it("is nothing at first, then what was written, and stays so when nothing is to be changed", async () => {
      expect(await read()).toBeNull();
      const awkward = JSON.stringify({ text: "할당량 'x' \\ \" \n" });
      await text.open().change(() => awkward);
      expect(await read()).toBe(awkward);
      expect(await read()).toBe(awkward);
    });

    it("loses no change when many are made at once", async () => {
      await text.open().change(() => "0");
      await Promise.all(Array.from({ length: 6 }, () => text.open().change((stored) => String(Number(stored) + 1))));
      expect(await read()).toBe("6");
    }, 30_000);

    it("leaves the text alone when the change cannot be thought out", async () => {
      await text.open().change(() => "before");
      const failing = text.open().change(() => {
        throw new Error("no ledger");
      });
      await expect(failing).rejects.toThrow("no ledger");
      expect(await read()).toBe("before");
    });

    it("has a clock that goes on", async () => {
      const first = await text.open().now();
      const second = await text.open().now();
      expect(first).toBeGreaterThan(Date.UTC(2025, 0, 1));
      expect(second).toBeGreaterThanOrEqual(first);
    });
  });
}
