import { spaceDigest, serializeSpace } from "../../lib/space/canonical.ts";
import { geniespaceFileName } from "../../lib/space/bundle-folder.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import type { ProductionWrite } from "./production-write.ts";
import { writeFiles } from "./run-files.ts";
import { mergedWith, type ProductionWish } from "./write-production.ts";

/**
 * Puts what a promotion would write among the run's files, in the form that a bundle keeps it in, and writes nothing else: the space
 * belongs to a bundle, and its next deployment would put the bundle's file over whatever stood there.
 */
export async function handOver(
  context: RunContext,
  run: RunRow,
  wish: Pick<ProductionWish, "base" | "ours">,
): Promise<ProductionWrite> {
  const { serializedSpace, title } = await context.workspace.spaces.get(run.space_id, context.signal);
  const now = parseSpace(serializedSpace);
  const before = spaceDigest(now);
  const result = { run_id: run.run_id, space_id: run.space_id, before, after: before, verified: false } as const;
  const merged = mergedWith(wish, now);
  if (merged.kind === "conflict") {
    return { ...result, conflicts: merged.conflicts, guarded_by: null, handed_over: null };
  }
  const name = geniespaceFileName(title);
  // Indented, as `bundle generate` writes it, so that a review shows what changed line by line.
  const text = `${JSON.stringify(JSON.parse(serializeSpace(merged.document)), null, 2)}\n`;
  const files = await writeFiles(context, run.run_id, () => new Map([[name, text]]));
  return { ...result, conflicts: [], guarded_by: null, handed_over: files[name] ?? name };
}
