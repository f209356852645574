import * as polyglot from "@polyglot-sql/sdk/manual";
import type * as library from "@polyglot-sql/sdk";
import { EnhancerError } from "../core/errors.ts";
import { parserWasm } from "./wasm.ts";

let loading: Promise<void> | undefined;

/** Loads the SQL parser (about 0.2 s, once a process). Everything in this room is synchronous after it. */
export async function loadParser(): Promise<void> {
  loading ??= parserWasm().then((bytes) =>
    // The runtime takes bytes although the declared type says URL.
    polyglot.init({ wasmUrl: bytes as unknown as string }),
  );
  await loading;
}

/** The parser library, for this room and the local warehouse's translator alone. */
export function parser(): typeof library {
  if (!polyglot.isInitialized()) {
    throw new EnhancerError({
      code: "INTERNAL",
      message: "SQL was parsed before the parser was loaded",
      remedy: "Await loadParser() where the program starts.",
    });
  }
  // The manual entry's types lose these members under nodenext: they re-export a path without its ending.
  return polyglot as unknown as typeof library;
}
