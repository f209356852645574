import { describe, expect, it } from "vitest";
import { cachedTranslate } from "./translation-cache.ts";

const session = { catalog: "c", schema: "s", timeZone: "UTC" };

describe("remembered translations", () => {
  const counted = (size: number): { translate: ReturnType<typeof cachedTranslate>; calls: string[] } => {
    const calls: string[] = [];
    const translate = cachedTranslate(size, (sql) => {
      calls.push(sql);
      return { kind: "query", sqls: [sql], bindings: {} };
    });
    return { translate, calls };
  };

  it("translates the same statement once, but not with another schema or value", () => {
    const { translate, calls } = counted(10);
    translate("a", [], session, "typed");
    translate("a", [], session, "typed");
    translate("a", [], { ...session, schema: "other" }, "typed");
    translate("a", [{ name: "p", type: "INT", value: "1" }], session, "typed");
    expect(calls).toHaveLength(3);
  });

  it("forgets what was asked for longest ago", () => {
    const { translate, calls } = counted(2);
    for (const sql of ["a", "b", "a", "c", "a", "b"]) translate(sql, [], session, "typed");
    expect(calls).toEqual(["a", "b", "c", "b"]);
  });
});
