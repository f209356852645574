import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const warehouseType: Check = {
  name: "warehouse_type",
  kind: "workspace",
  severity: "blocks",
  needs: ["warehouse"],
  orchestrator: "also",
  run: (_context, known) => {
    const { name, warehouseType: type, serverless } = knownFact(known, "warehouse");
    if (type !== "CLASSIC") return ok(findings.typeOk(serverless ? "serverless" : (type ?? "–").toLowerCase()));
    return failing(findings.typeClassic(name), "you", findings.warehouseFind);
  },
};
