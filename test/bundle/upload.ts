import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { entries } from "../../scripts/bundle-stages.ts";
import { byName, readBundle, root } from "./read-bundle.ts";

const { sync } = readBundle();

/** Every file of the repository that git does not ignore, which is what the CLI begins with. */
export function trackedFiles(): readonly string[] {
  const words = ["ls-files", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", words, { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "" && existsSync(`${root}${file}`));
}

/** What `npm run build` makes. */
export const built: readonly string[] = [
  ...entries.map((name) => `bundle/dist/${name}.mjs`),
  "bundle/dist/program.mjs",
  "bundle/dist/parser.wasm.br",
];

/** Whether a pattern as git writes them in its ignore files matches: `**` is any number of folders, hidden files among them. */
export function matches(file: string, pattern: string): boolean {
  const parts = pattern.split("**").map((part) => RegExp.escape(part).replaceAll(String.raw`\*`, "[^/]*"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(file);
}

/** What is uploaded of these files: of the synced folders, what git knows and what is included, without what is excluded. */
export function uploaded(files: readonly string[]): string[] {
  const tracked = new Set(trackedFiles());
  const any = (patterns: readonly string[], file: string): boolean => patterns.some((one) => matches(file, one));
  return files
    .filter((file) => sync.paths.some((path) => file.startsWith(`${path}/`)))
    .filter((file) => tracked.has(file) || any(sync.include, file))
    .filter((file) => !any(sync.exclude, file))
    .toSorted(byName);
}
