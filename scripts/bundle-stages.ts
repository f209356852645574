import { readFile, readdir, rm } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { parserWasm } from "../src/lib/sql/wasm.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Every stage, which is also the name of its bundle. */
export const stages = ["orchestrator", "score", "plan", "apply", "validate", "loop"] as const;

/** The oldest Node that has all the bundles use. Each bundle says so to an older one before anything else of it runs. */
const oldest = { major: 22, minor: 15 } as const;

const banner = [
  'const [__major, __minor] = process.versions.node.split(".").map(Number);',
  `if (__major < ${String(oldest.major)} || (__major === ${String(oldest.major)} && __minor < ${String(oldest.minor)})) {`,
  `  process.stderr.write("This stage needs Node ${String(oldest.major)}.${String(oldest.minor)} or newer and this is " + process.versions.node + ": start it with a newer one.\\n");`,
  "  process.exit(1);",
  "}",
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __fileURLToPath } from "node:url";',
  'import { dirname as __dirnameOf } from "node:path";',
  "const require = __createRequire(import.meta.url);",
  "const __filename = __fileURLToPath(import.meta.url);",
  "const __dirname = __dirnameOf(__filename);",
  "process.noDeprecation = true;",
].join("\n");

/**
 * Node's own modules are looked up when they are used: an import of a name that an old Node lacks would end the program before its
 * first line, with a page of this file instead of the sentence above.
 */
function builtinsWhenUsed(): Plugin {
  return {
    name: "builtins-when-used",
    setup: (bundler) => {
      bundler.onResolve({ filter: /^[a-z:_/]+$/ }, ({ path, kind }) =>
        kind === "import-statement" && isBuiltin(path) ? { path, namespace: "builtin" } : undefined,
      );
      bundler.onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
        loader: "js",
        contents: `module.exports = require(${JSON.stringify(path)});`,
      }));
    },
  };
}

/** Modules that read files of the repository when run from source carry those files when bundled. */
function embedded(): Plugin {
  return {
    name: "embedded-files",
    setup: (bundler) => {
      bundler.onLoad({ filter: /\/src\/lib\/sql\/wasm\.ts$/ }, async () => {
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        const packed = brotliCompressSync(await parserWasm(), options).toString("base64");
        return {
          loader: "js",
          contents: `import { brotliDecompressSync } from "node:zlib";
export async function parserWasm() { return brotliDecompressSync(Buffer.from(${JSON.stringify(packed)}, "base64")); }`,
        };
      });
      bundler.onLoad({ filter: /\/src\/lib\/planning\/templates\.ts$/ }, async () => {
        const folder = `${root}prompts/`;
        const names = (await readdir(folder)).filter((name) => name.endsWith(".hbs"));
        const entries = await Promise.all(
          names.map(async (name) => [name.replace(/\.hbs$/u, ""), await readFile(folder + name, "utf8")]),
        );
        return {
          loader: "js",
          contents: `export async function loadTemplates() { return new Map(${JSON.stringify(entries)}); }`,
        };
      });
    },
  };
}

/** Writes one self-contained program a stage into a folder made anew. @returns sizes in bytes, by file name */
export async function bundleStages(out: string): Promise<ReadonlyMap<string, number>> {
  await rm(out, { recursive: true, force: true });
  const result = await build({
    entryPoints: stages.map((stage) => `${root}src/stages/${stage}.ts`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    minify: true,
    keepNames: true,
    legalComments: "none",
    banner: { js: banner },
    // Optional native parts of the SQL driver: absent, it does without.
    external: ["lz4-napi", "@databricks/databricks-sql-kernel-*"],
    plugins: [embedded(), builtinsWhenUsed()],
    metafile: true,
    logLevel: "warning",
  });
  return new Map(Object.entries(result.metafile.outputs).map(([file, { bytes }]) => [basename(file), bytes]));
}
