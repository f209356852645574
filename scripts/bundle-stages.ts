import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { pack, type Packed } from "../src/lib/sql/packed-wasm.ts";
import { readParserWasm } from "../src/lib/sql/wasm.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The stages of a run, in the order they run in. */
export const stages = ["orchestrator", "score", "plan", "apply", "validate", "loop"] as const;

/** Every program that a task of a job starts: `src/stages/<name>.ts`, which becomes `<name>.mjs`. */
export const entries: readonly string[] = [...stages, "watch", "decide", "doctor"].filter((name) =>
  existsSync(`${root}src/stages/${name}.ts`),
);

/** The oldest Node that has all the bundle uses. Each entry says so to an older one before anything else runs. */
const oldest = { major: 22, minor: 15 } as const;

/** The compressed SQL parser, beside the programs. */
const wasmFile = "parser.wasm.br";

/** What an entry is: it only names the program that all entries share, so that files of two builds go together. */
function entryText(name: string): string {
  return `const [major, minor] = process.versions.node.split(".").map(Number);
if (major < ${String(oldest.major)} || (major === ${String(oldest.major)} && minor < ${String(oldest.minor)})) {
  process.stderr.write("This stage needs Node ${String(oldest.major)}.${String(oldest.minor)} or newer and this is " + process.versions.node + ": start it with a newer one.\\n");
  process.exit(1);
}
const { start } = await import("./program.mjs");
await start(${JSON.stringify(name)});
`;
}

const banner = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __fileURLToPath } from "node:url";',
  'import { dirname as __dirnameOf } from "node:path";',
  "const require = __createRequire(import.meta.url);",
  "const __filename = __fileURLToPath(import.meta.url);",
  "const __dirname = __dirnameOf(__filename);",
  "process.noDeprecation = true;",
].join("\n");

/** Each stage is evaluated, with what it needs, only when it is the one started. */
function programText(names: readonly string[]): string {
  const programs = names.map((name) => `${JSON.stringify(name)}: () => import("./src/stages/${name}.ts"),`);
  return `const programs = {${programs.join("\n")}};
export const start = (name) => programs[name]();`;
}

/** Node's own modules are taken when they are used: a page of this program's text is no answer to a Node that lacks one of their names. */
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

/** The SQL driver's proxies come with a JavaScript engine of their own (for proxy scripts), and are made only when asked for: this product never does. */
function withoutProxies(): Plugin {
  return {
    name: "without-proxies",
    setup: (bundler) => {
      bundler.onResolve({ filter: /^proxy-agent$/ }, ({ path }) => ({ path, namespace: "absent" }));
      bundler.onLoad({ filter: /./, namespace: "absent" }, () => ({ loader: "js", contents: "module.exports = {};" }));
    },
  };
}

/** Modules that read files of the repository when run from source carry those files when bundled, or know them by their digest. */
function embedded(wasm: Packed): Plugin {
  return {
    name: "embedded-files",
    setup: (bundler) => {
      bundler.onLoad({ filter: /\/src\/lib\/sql\/wasm\.ts$/ }, () => ({
        loader: "js",
        contents: `import { readPacked } from "./packed-wasm.ts";
export const readParserWasm = () => readPacked(new URL(${JSON.stringify(wasmFile)}, import.meta.url), ${JSON.stringify(wasm.digest)});`,
        resolveDir: `${root}src/lib/sql`,
      }));
      bundler.onLoad({ filter: /\/src\/lib\/planning\/templates\.ts$/ }, async () => {
        const folder = `${root}prompts/`;
        const names = (await readdir(folder)).filter((name) => name.endsWith(".hbs"));
        const texts = await Promise.all(
          names.map(async (name) => [name.replace(/\.hbs$/u, ""), await readFile(folder + name, "utf8")]),
        );
        return {
          loader: "js",
          contents: `export async function loadTemplates() { return new Map(${JSON.stringify(texts)}); }`,
        };
      });
    },
  };
}

/** Writes the programs into a folder made anew: an entry each, and beside them what they share. @returns sizes in bytes, by file name */
export async function bundleStages(out: string): Promise<ReadonlyMap<string, number>> {
  const wasm = await pack((await readParserWasm())());
  // Beside, and put in its place when it is whole: whoever looks meanwhile finds the last build.
  const making = `${out}.${String(process.pid)}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  // Committed: databricks.yml names the folder, which a fresh clone has to have.
  await writeFile(join(making, ".gitkeep"), "");
  await build({
    stdin: { contents: programText(entries), resolveDir: root, sourcefile: "program.ts", loader: "js" },
    outfile: join(making, "program.mjs"),
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
    plugins: [embedded(wasm), withoutProxies(), builtinsWhenUsed()],
    logLevel: "warning",
  });
  await writeFile(join(making, wasmFile), wasm.bytes);
  for (const name of entries) await writeFile(join(making, `${name}.mjs`), entryText(name));
  await rm(out, { recursive: true, force: true });
  await rename(making, out);
  const files = [...entries.map((name) => `${name}.mjs`), "program.mjs", wasmFile];
  return new Map(await Promise.all(files.map(async (file) => [file, (await stat(join(out, file))).size] as const)));
}
