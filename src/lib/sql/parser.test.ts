import { describe, expect, it } from "vitest";
import { loadParser, parser } from "./parser.ts";

type Global = { WebAssembly: { Module: new (bytes: Uint8Array) => object } };

describe("the SQL parser", () => {
  it("is refused before it is loaded, and compiled by the first statement only", async () => {
    expect(() => parser()).toThrow("before the parser was loaded");
    const { WebAssembly: wasm } = globalThis as unknown as Global;
    const { Module } = wasm;
    let compiled = 0;
    wasm.Module = class extends Module {
      constructor(bytes: Uint8Array) {
        compiled += 1;
        super(bytes);
      }
    };
    try {
      await loadParser();
      await loadParser();
      expect(parser().isInitialized()).toBe(true);
      expect(compiled).toBe(0);
      for (const sql of ["SELECT 1", "SELECT 2 FROM t"]) expect(parser().parse(sql).success).toBe(true);
      expect(compiled).toBe(1);
    } finally {
      wasm.Module = Module;
    }
  });
});
