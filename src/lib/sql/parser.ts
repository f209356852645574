import { setFlagsFromString } from "node:v8";
import * as polyglot from "@polyglot-sql/sdk/manual";
import type * as library from "@polyglot-sql/sdk";
import { EnhancerError } from "../core/errors.ts";
import { readParserWasm } from "./wasm.ts";

let loading: Promise<void> | undefined;

/**
 * Makes the SQL parser ready, once a process. Everything in this room is synchronous after it; the parser is unpacked and compiled
 * (about 0.3 s) by the first call that parses.
 */
export function loadParser(): Promise<void> {
  loading ??= load();
  return loading;
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

/** What is used of the global WebAssembly: Node's types lack it. */
type Wasm = {
  readonly Module: new (bytes: Uint8Array) => { readonly module: unique symbol };
  readonly Instance: new (module: InstanceType<Wasm["Module"]>, imports: object) => { readonly exports: object };
  instantiate: (source: unknown, imports: object) => Promise<unknown>;
};

const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

/**
 * The library instantiates what it is given at once, and only asynchronously. So it is given a mark, which is answered with an
 * instance whose exports are made when the first of them is used.
 */
async function load(): Promise<void> {
  const bytes = await readParserWasm();
  const mark = new Uint8Array();
  const { instantiate } = wasm;
  wasm.instantiate = (source, imports) =>
    source === mark
      ? Promise.resolve({ instance: { exports: madeByFirstUse(() => compile(bytes(), imports)) } })
      : instantiate(source, imports);
  try {
    // The runtime takes bytes although the declared type says URL.
    await polyglot.init({ wasmUrl: mark as unknown as string });
  } finally {
    wasm.instantiate = instantiate;
  }
}

/** An object without members of its own until one is asked for: then it has those that `make` gives. */
function madeByFirstUse(make: () => object): object {
  let isMade = false;
  const prototype = new Proxy(
    {},
    {
      get: (_, name, self: object): unknown => {
        // Whether it is a promise is asked of everything that is awaited, and is no use.
        if (isMade || name === "then") return undefined;
        isMade = true;
        return Reflect.get(Object.assign(self, make()), name);
      },
    },
  );
  return Object.create(prototype) as object;
}

function compile(bytes: Uint8Array, imports: object): object {
  // The optimising compiler takes seconds of processor time and 300 MB for what thousands of statements do not win back.
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
  return new wasm.Instance(new wasm.Module(bytes), imports).exports;
}
