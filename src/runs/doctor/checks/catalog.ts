import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { asSaid } from "../../../lib/report/texts/doctor-texts.ts";
import { quoted } from "../../../lib/state/names.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { privilegeFinding } from "../privilege-finding.ts";
import { probe } from "../probe.ts";

export const catalog: Check = {
  name: "catalog",
  kind: "workspace",
  severity: "blocks",
  needs: ["warehouse_use"],
  orchestrator: "itself",
  run: async (context, known) => {
    const { catalog: name } = context.settings;
    const probed = await probe(context, `SHOW SCHEMAS IN ${quoted(name)}`);
    switch (probed.kind) {
      case "rows":
        return ok(findings.catalogOk(name));
      case "missing":
        return failing(
          findings.catalogMissing(name),
          "workspace_admin",
          findings.catalogMake(`CREATE CATALOG ${quoted(name)}`),
        );
      case "refused": {
        const usual = { privilege: "USE CATALOG", kind: "CATALOG", name };
        return privilegeFinding(probed.said, usual, knownFact(known, "identity").userName);
      }
      case "failed":
        return failing(asSaid(probed.said), "you", findings.warehouseStart(context.settings.warehouse_id ?? ""));
    }
  },
};
