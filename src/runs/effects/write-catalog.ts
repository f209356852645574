import { EnhancerError, toEnhancerError } from "../../lib/core/errors.ts";
import { digestOf } from "../../lib/core/digest.ts";
import { type CatalogChange, catalogDdl, madeByProperty } from "../../lib/databricks/catalog-ddl.ts";
import type { CatalogTable } from "../../lib/databricks/catalog.ts";
import { isLostAnswer } from "../../lib/space/write-ports.ts";
import type { RunContext } from "../run-context.ts";
import { type CatalogIntent, type CatalogWrite, standingOf } from "./catalog-record.ts";

/** Whose write it is. */
export type Writer = { readonly runId: string; readonly loop: number; readonly actor: string | null };

export type CatalogWritten =
  | { readonly kind: "done" }
  /** The warehouse said no, and nothing changed. */
  | { readonly kind: "refused"; readonly reason: string };

/** Sendings of one statement whose answers were lost and which had not happened. */
const sendings = 3;

/** What stands under a name, or null. */
export async function lookUp(context: RunContext, name: string): Promise<CatalogTable | null> {
  try {
    return await context.workspace.catalog.table(name, context.signal);
  } catch (thrown) {
    if (thrown instanceof EnhancerError && thrown.code === "NOT_FOUND") return null;
    throw thrown;
  }
}

/**
 * Makes one change in Unity Catalog and proves it: announced before, read back after, and noted as what it came to.
 * @throws EnhancerError CONFLICT when what stands there is neither what was nor what was wanted
 */
export async function writeCatalog(context: RunContext, writer: Writer, write: CatalogWrite): Promise<CatalogWritten> {
  const intentId = context.ids.hex32();
  await context.state.intents.begin({
    intent_id: intentId,
    run_id: writer.runId,
    iteration_number: writer.loop,
    kind: write.kind,
    target: write.target,
    request_digest: digestOf([write.column, write.after]),
    actor: writer.actor,
    result_json: JSON.stringify(write),
    reason: null,
  });
  const sql = catalogDdl(changeOf(write, intentId));
  for (let sending = 1; ; sending += 1) {
    const failure = await send(context, sql);
    const outcome = await settleIntent(context, { ...write, intentId, status: "INTENDED" }, failure === null);
    if (outcome === "after") return { kind: "done" };
    const isLost = failure?.isLost === true;
    if (outcome === "before" && isLost && sending < sendings) continue;
    if (outcome === "before" && failure !== null) {
      await context.state.intents.finish(intentId, { status: "FAILED", reason: failure.reason });
      if (failure.thrown !== null) throw failure.thrown;
      return { kind: "refused", reason: failure.reason };
    }
    if (failure !== null && !isLost && failure.thrown === null) {
      await context.state.intents.finish(intentId, { status: "FAILED", reason: failure.reason });
      return { kind: "refused", reason: failure.reason };
    }
    await context.state.intents.finish(intentId, {
      status: "UNVERIFIED",
      reason: "what stands there is something else",
    });
    throw notAsWanted(write);
  }
}

type Failure = {
  readonly reason: string;
  readonly thrown: unknown;
  /** It may have happened all the same. */
  readonly isLost: boolean;
};

async function send(context: RunContext, sql: string): Promise<Failure | null> {
  const { settings, signal } = context;
  try {
    const outcome = await context.workspace.runStatement(sql, {
      warehouseId: settings.warehouse_id ?? "",
      timeoutMs: settings.statement_timeout * 1000,
      repeatable: false,
      signal,
    });
    if (outcome.kind === "rows") return null;
    const reason = outcome.kind === "failed" ? outcome.message : "the warehouse cancelled it";
    return { reason, thrown: null, isLost: outcome.kind === "cancelled" };
  } catch (thrown) {
    return { reason: toEnhancerError(thrown).message, thrown, isLost: isLostAnswer(thrown) };
  }
}

/**
 * Compares what stands there with an announced write and notes it where it happened.
 * @param told the warehouse said that it did it: then a view of that definition is ours even where its mark cannot be read
 */
export async function settleIntent(
  context: RunContext,
  intent: CatalogIntent,
  told: boolean,
): Promise<"after" | "before" | "other"> {
  const there = await lookUp(context, intent.target);
  const found = standingOf(intent, there);
  const isOthers =
    intent.kind === "create_view" &&
    found === "after" &&
    !told &&
    there?.properties[madeByProperty] !== intent.intentId;
  if (isOthers) return "other";
  if (found === "after") {
    await context.state.intents.finish(intent.intentId, {
      status: "DONE",
      response_digest: digestOf([intent.column, intent.after]),
    });
  }
  return found;
}

function changeOf({ kind, target, column, after }: CatalogWrite, mark: string): CatalogChange {
  switch (kind) {
    case "create_view":
      return { kind, target, after: after ?? "", mark };
    case "alter_view":
      return { kind, target, after: after ?? "" };
    case "drop_view":
      return { kind, target };
    case "comment":
      return { kind, target, column, after };
  }
}

function notAsWanted({ kind, target }: CatalogWrite): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `${target} in Unity Catalog did not become what was sent (${kind}): somebody else may have changed it meanwhile`,
    remedy: `Look at it with \`DESCRIBE TABLE EXTENDED ${target}\`; enhancement_intents holds what stood there before.`,
  });
}
