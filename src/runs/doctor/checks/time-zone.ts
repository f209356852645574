import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok, skipped } from "../check.ts";

/** The same zone has several names. */
const utc: ReadonlySet<string> = new Set(["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z", "Zulu", "Universal"]);

export const timeZone: Check = {
  name: "time_zone",
  kind: "workspace",
  severity: "warns",
  needs: ["warehouse_use"],
  orchestrator: "first",
  run: ({ settings: { session_time_zone: ours } }, { warehouseZone: theirs }) => {
    if (theirs === undefined) return skipped(findings.zoneOk(ours));
    if (theirs === ours || (utc.has(theirs) && utc.has(ours))) return ok(findings.zoneOk(ours));
    return failing(findings.zoneDiffers(ours, theirs), "you", findings.zoneGive(theirs));
  },
};
