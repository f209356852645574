import { readFile, readdir, rm } from "node:fs/promises";
import { constants, brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { parserWasm } from "../src/lib/sql/wasm.ts";

const root = new URL("..", import.meta.url).pathname;
const out = `${root}bundle/dist`;
const stages = ["orchestrator", "score", "plan", "apply", "validate", "loop"] as const;

/** Node 24 runs the bundles; the first line of each says so to an older one, before anything else is read. */
const banner = [
  'if (Number(process.versions.node.split(".")[0]) < 22) { process.stderr.write("This stage needs Node 22 or newer and found " + process.versions.node + ".\\n"); process.exit(1); }',
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __fileURLToPath } from "node:url";',
  'import { dirname as __dirnameOf } from "node:path";',
  "const require = __createRequire(import.meta.url);",
  "const __filename = __fileURLToPath(import.meta.url);",
  "const __dirname = __dirnameOf(__filename);",
  "process.noDeprecation = true;",
].join("\n");

/** Modules that read files of the repository when run from source carry those files when bundled. */
function embedded(): Plugin {
  return {
    name: "embedded-files",
    setup: (bundler) => {
      bundler.onLoad({ filter: /\/src\/lib\/sql\/wasm\.ts$/u }, async () => {
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        const packed = brotliCompressSync(await parserWasm(), options).toString("base64");
        return {
          loader: "js",
          contents: `import { brotliDecompressSync } from "node:zlib";
export async function parserWasm() { return brotliDecompressSync(Buffer.from(${JSON.stringify(packed)}, "base64")); }`,
        };
      });
      bundler.onLoad({ filter: /\/src\/lib\/planning\/templates\.ts$/u }, async () => {
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
  plugins: [embedded()],
  metafile: true,
  logLevel: "warning",
});
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  console.log(`${file} ${(bytes / 1024 / 1024).toFixed(1)} MB`);
}
