import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";

/** Questions a minute that Databricks takes of all who ask in a workspace by its API. */
const platformsQuota = 5;

export const quota: Check = {
  name: "quota",
  kind: "workspace",
  severity: "warns",
  needs: ["credentials"],
  orchestrator: "also",
  run: ({ run: { workspaceName }, settings: { questions_per_minute: perMinute } }) => {
    if (workspaceName === "local") return ok(findings.quotaLocal);
    const text = perMinute === null ? "off" : String(perMinute);
    if (perMinute !== null && perMinute <= platformsQuota) return ok(findings.quotaOk(text));
    return failing(findings.quotaHigh(text), "you", findings.quotaLower);
  },
};
