import type { RunContext } from "../run-context.ts";
import { catalogIntents, type CatalogIntent } from "./catalog-record.ts";
import { settleIntent } from "./write-catalog.ts";

/** Finds out what became of changes in Unity Catalog whose outcome an earlier process did not note. */
export async function settleCatalog(context: RunContext, runId: string): Promise<CatalogIntent[]> {
  for (const intent of await catalogIntents(context, runId, ["INTENDED", "UNVERIFIED"])) {
    const found = await settleIntent(context, intent, false);
    if (found === "after") continue;
    const isOthers = found === "other" && intent.kind === "create_view";
    await context.state.intents.finish(intent.intentId, {
      status: found === "before" || isOthers ? "FAILED" : "UNVERIFIED",
      reason: found === "before" ? "it had not happened" : "what stands there is something else",
    });
  }
  return catalogIntents(context, runId);
}
