import { openDuckDb } from "./duckdb.ts";
import type { Engine } from "./engine.ts";

/** An engine that a corpus of statements is put to. */
export type CorpusEngine = {
  readonly name: string;
  readonly open: () => Promise<Engine>;
  /** Called when the corpus is through with it. */
  readonly close: (engine: Engine) => Promise<void>;
  /** Cases, by their first word or expression, that this engine is known to answer otherwise. */
  readonly differs?: readonly string[];
};

export const embedded: CorpusEngine = {
  name: "the embedded warehouse",
  open: () => openDuckDb({ folder: null, catalogs: ["sandbox"] }),
  close: (engine) => engine.close(),
};
