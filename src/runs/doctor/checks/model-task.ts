import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const modelTask: Check = {
  name: "model_task",
  kind: "workspace",
  severity: "blocks",
  needs: ["model"],
  orchestrator: "also",
  run: (_context, known) => {
    const { name, task } = knownFact(known, "model");
    // Not every endpoint tells its task; one that does not is asked.
    if (task === null || task === "llm/v1/chat") return ok(findings.taskOk);
    return failing(findings.taskOther(name, task), "you", findings.modelFind);
  },
};
