import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The SQL parser's WebAssembly bytes. The build replaces this module by one that carries them. */
export async function parserWasm(): Promise<Uint8Array> {
  const entry = createRequire(import.meta.url).resolve("@polyglot-sql/sdk");
  return readFile(new URL("polyglot_sql.wasm", `file://${entry}`));
}
