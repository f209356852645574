import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";

/** Tokens and leases bear a minute or two; a report's times are wrong from then on. */
const bearable = 120_000;

export const clock: Check = {
  name: "clock",
  kind: "workspace",
  severity: "warns",
  needs: ["credentials"],
  orchestrator: "also",
  run: ({ run: { workspace } }) => {
    const ahead = workspace.clockAheadMs() ?? 0;
    if (Math.abs(ahead) <= bearable) return ok(findings.clockOk);
    return failing(findings.clockOff(Math.round(ahead / 1000)), "you", findings.clockSet);
  },
};
