import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { baselineRepeats } from "../../asking/baseline.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const limits: Check = {
  name: "limits",
  kind: "workspace",
  severity: "blocks",
  needs: ["exam"],
  orchestrator: "itself",
  run: ({ settings: { max_questions: allowed } }, known) => {
    const visible = knownFact(known, "exam").questions.filter(({ split }) => split === "visible").length;
    const needed = visible * baselineRepeats;
    if (allowed === null || allowed >= needed) return ok(findings.limitsOk);
    return failing(findings.limitsLow(allowed, needed), "you", findings.limitsRaise(needed));
  },
};
