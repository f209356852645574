import { EnhancerError } from "../../../lib/core/errors.ts";
import type { Member } from "../../../lib/databricks/identity.ts";
import type { JobPermission } from "../../../lib/databricks/jobs.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

const startingLevels: ReadonlySet<string> = new Set(["CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER"]);

/** Each loop but the first is a run that the job starts of itself, as whomever it runs as. */
export const jobStart: Check = {
  name: "job_start",
  kind: "workspace",
  severity: "blocks",
  needs: ["job"],
  orchestrator: "itself",
  run: async ({ run: { workspace }, settings, signal }, known) => {
    if (settings.self_start === "off") return ok(findings.startOff);
    const { jobId, runAs } = knownFact(known, "job");
    const identity = knownFact(known, "identity");
    const name = runAs ?? identity.userName;
    let permissions: readonly JobPermission[];
    try {
      permissions = await workspace.jobs.permissions(jobId, signal);
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "PERMISSION_DENIED") throw thrown;
      return ok(findings.startUnknown);
    }
    if (mayStart(permissions, name, identity)) return ok(findings.startOk(name));
    const command = permissionOf("jobs", jobId, "CAN_MANAGE_RUN", name);
    return failing(findings.startLacks(name, jobId), "workspace_admin", runThis(command));
  },
};

/** Of whom we are not, the groups are not known: a group other than the admins' that may start it is taken to be one of theirs. */
function mayStart(permissions: readonly JobPermission[], name: string, { userName, groups }: Member): boolean {
  return permissions.some(({ kind, principal, level }) => {
    if (!startingLevels.has(level)) return false;
    if (kind !== "group") return principal === name;
    return name === userName ? groups.includes(principal) : principal !== "admins";
  });
}
