import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const promotion: Check = {
  name: "promotion",
  kind: "workspace",
  severity: "warns",
  needs: ["exam"],
  orchestrator: "itself",
  run: ({ settings: { promote } }, known) => {
    const hasHeldOut = knownFact(known, "exam").questions.some(({ split }) => split === "held_out");
    if (promote !== "auto" || hasHeldOut) return ok(findings.promotionOk(promote));
    return failing(findings.promotionBlind, "you", findings.promotionAsk);
  },
};
