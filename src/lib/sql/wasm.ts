import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * Makes the SQL parser's WebAssembly available; what comes back hands out its bytes. The build replaces this module by one that
 * takes them from the file it wrote beside the programs.
 */
export function readParserWasm(): Promise<() => Uint8Array> {
  const entry = createRequire(import.meta.url).resolve("@polyglot-sql/sdk");
  return Promise.resolve(() => readFileSync(new URL("polyglot_sql.wasm", `file://${entry}`)));
}
