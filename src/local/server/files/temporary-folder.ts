import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made = new Set<string>();

/** A folder of this process alone, gone at the latest when the process ends. */
export function temporaryFolder(name: string): { readonly path: string; readonly drop: () => void } {
  if (made.size === 0) {
    process.once("exit", () => {
      for (const path of made) rmSync(path, { recursive: true, force: true });
    });
  }
  const path = mkdtempSync(join(tmpdir(), `genie-enhancer-${name}-`));
  made.add(path);
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
}
