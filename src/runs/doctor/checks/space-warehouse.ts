import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

/** Production is asked on its own warehouse, before a promotion. */
export const spaceWarehouse: Check = {
  name: "space_warehouse",
  kind: "workspace",
  severity: "blocks",
  needs: ["space_edit", "warehouse"],
  orchestrator: "also",
  run: async ({ run: { workspace }, settings, signal }, known) => {
    const { warehouseId: id, spaceId } = knownFact(known, "body");
    if (id === null || id === settings.warehouse_id) return ok(findings.sameWarehouse);
    const change = JSON.stringify({ warehouse_id: settings.warehouse_id });
    const moveIt = runThis(`databricks genie update-space ${spaceId} --json '${change}'`);
    try {
      const { name, state } = await workspace.warehouses.get(id, signal);
      if (!state.startsWith("DELET")) return ok(findings.otherWarehouse(name));
      return failing(findings.warehouseDeleted(name), "space_owner", moveIt, { code: "NOT_FOUND" });
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      if (thrown.code === "NOT_FOUND") {
        return failing(findings.warehouseMissing(id), "space_owner", moveIt, { error: thrown });
      }
      if (thrown.code !== "PERMISSION_DENIED") throw thrown;
      const { userName } = knownFact(known, "identity");
      const command = permissionOf("warehouses", id, "CAN_USE", userName);
      return failing(findings.warehouseLacks(id, userName), "workspace_admin", runThis(command), { error: thrown });
    }
  },
};
