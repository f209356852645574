import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { holderOf } from "../../claim-space.ts";
import { type Check, failing, ok } from "../check.ts";

export const lease: Check = {
  name: "lease",
  kind: "workspace",
  severity: "blocks",
  needs: ["state_columns", "space"],
  orchestrator: "itself",
  run: async ({ run, settings }) => {
    const held = await holderOf(run, settings.space_id ?? "");
    if (held === null) return ok(findings.leaseFree);
    return failing(findings.leaseHeld(held.holder, held.expires_at), "you", findings.leaseWait(held.holder));
  },
};
