import { describe, expect, it } from "vitest";
import { cachedTranslate } from "./translation-cache.ts";

const session = { catalog: "c", schema: "s", timeZone: "UTC" };

describe("remembered translations", () => {
  const counted = (size: number): { translate: ReturnType<typeof cachedTranslate>; calls: string[] } => {
    const calls: string[] = [];
    const translate = cachedTranslate(size, (sql) => {
      calls.push(sql);
      return { kind: "query", sqls: [sql], bindings: {}, payloads: {} };
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

  it("does a statement once whatever JSON it reads, and binds what each time is given", () => {
    const { calls } = counted(0);
    const translate = cachedTranslate(10, (sql, _parameters, _session, _mode, payloads) => {
      calls.push(sql);
      return { kind: "query", sqls: [sql], bindings: {}, payloads: payloads.has("rows") ? { payload_0: "rows" } : {} };
    });
    const ask = (sql: string, value: string | null): unknown =>
      translate(sql, [{ name: "rows", type: "STRING", value }], session, "typed").bindings;
    const reading = "SELECT inline(from_json(:rows, 'array<struct<a:int>>'))";
    expect(ask(reading, "[1]")).toEqual({ payload_0: "[1]" });
    expect(ask(reading, "[2]")).toEqual({ payload_0: "[2]" });
    expect(calls).toHaveLength(1);
    expect(ask(reading, null)).toEqual({});
    const other = `${reading} WHERE :rows <> ''`;
    expect([ask(other, "[1]"), ask(other, "[2]")]).toEqual([{}, {}]);
    expect(calls).toHaveLength(4);
  });
});
