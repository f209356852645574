import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok, skipped } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

export const job: Check = {
  name: "job",
  kind: "workspace",
  severity: "blocks",
  needs: ["credentials"],
  orchestrator: "itself",
  run: async ({ run: { workspace }, settings: { job_id: id }, signal }, known) => {
    if (id === null) return skipped(findings.noJob);
    try {
      known.job = await workspace.jobs.describe(id, signal);
      return ok(findings.jobOk(known.job.name));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      // An id that is none is told by BAD_REQUEST on the platform.
      if (thrown.code === "NOT_FOUND" || thrown.code === "BAD_REQUEST") {
        return failing(findings.jobMissing(id), "you", findings.jobFind, { error: thrown });
      }
      if (thrown.code !== "PERMISSION_DENIED") throw thrown;
      const { userName } = knownFact(known, "identity");
      const command = permissionOf("jobs", id, "CAN_MANAGE_RUN", userName);
      return failing(findings.jobHidden(id, userName), "workspace_admin", runThis(command), { error: thrown });
    }
  },
};
