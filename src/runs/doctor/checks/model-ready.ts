import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const modelReady: Check = {
  name: "model_ready",
  kind: "workspace",
  severity: "blocks",
  needs: ["model_task"],
  orchestrator: "also",
  run: (_context, known) => {
    const { name, ready, state } = knownFact(known, "model");
    if (ready) return ok(findings.readyOk);
    return failing(findings.readyNot(name, state), "workspace_admin", findings.readyLook(name));
  },
};
