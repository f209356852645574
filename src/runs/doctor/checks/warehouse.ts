import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

export const warehouse: Check = {
  name: "warehouse",
  kind: "workspace",
  severity: "blocks",
  needs: ["credentials"],
  orchestrator: "also",
  run: async ({ run: { workspace }, settings, signal }, known) => {
    const id = settings.warehouse_id ?? "";
    try {
      const found = await workspace.warehouses.get(id, signal);
      known.warehouse = found;
      const { name, state, size } = found;
      if (!state.startsWith("DELET")) return ok(findings.warehouseOk(name, state, size ?? "–"));
      return failing(findings.warehouseDeleted(name), "you", findings.warehouseFind, { code: "NOT_FOUND" });
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      if (thrown.code === "NOT_FOUND") {
        return failing(findings.warehouseMissing(id), "you", findings.warehouseFind, { error: thrown });
      }
      if (thrown.code !== "PERMISSION_DENIED") throw thrown;
      const { userName } = knownFact(known, "identity");
      const command = permissionOf("warehouses", id, "CAN_USE", userName);
      return failing(findings.warehouseHidden(id, userName), "workspace_admin", runThis(command), { error: thrown });
    }
  },
};
