import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, type Connected, failing, type Known, ok, type Outcome } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";
import { probe } from "../probe.ts";

/** Starts the warehouse if it stands still, and runs one statement on it. */
export const warehouseUse: Check = {
  name: "warehouse_use",
  kind: "workspace",
  severity: "blocks",
  needs: ["warehouse_type"],
  orchestrator: "first",
  run: async (context, known) => {
    try {
      return await used(context, known);
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "PERMISSION_DENIED") throw thrown;
      return lacks(context, known, thrown);
    }
  },
};

async function used(context: Connected, known: Known): Promise<Outcome> {
  const { run, signal } = context;
  const { id, state } = knownFact(known, "warehouse");
  if (state !== "RUNNING" && state !== "STARTING") await run.workspace.warehouses.start(id, signal);
  const probed = await probe(context, "SELECT current_timezone() AS zone");
  if (probed.kind === "rows") {
    const zone = probed.result.rows[0]?.[0];
    if (zone != null) known.warehouseZone = zone;
    return ok(findings.useOk);
  }
  if (probed.kind === "refused") return lacks(context, known);
  return failing(findings.warehouseFails(probed.said), "you", findings.warehouseStart(id), { code: "SQL_FAILED" });
}

function lacks({ settings }: Connected, known: Known, error?: EnhancerError): Outcome {
  const id = settings.warehouse_id ?? "";
  const { userName } = knownFact(known, "identity");
  return failing(
    findings.warehouseLacks(id, userName),
    "workspace_admin",
    runThis(permissionOf("warehouses", id, "CAN_USE", userName)),
    error === undefined ? { code: "PERMISSION_DENIED" } : { error },
  );
}
