import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const jobQueue: Check = {
  name: "job_queue",
  kind: "workspace",
  severity: "warns",
  needs: ["job"],
  orchestrator: "itself",
  run: (_context, known) => {
    const { jobId, queues } = knownFact(known, "job");
    if (queues) return ok(findings.queueOk);
    const change = JSON.stringify({ new_settings: { queue: { enabled: true } } });
    return failing(findings.queueOff(jobId), "you", runThis(`databricks jobs update ${jobId} --json '${change}'`));
  },
};
