import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";

export const stateVersion: Check = {
  name: "state_version",
  kind: "workspace",
  severity: "blocks",
  needs: ["coordination_schema"],
  orchestrator: "itself",
  run: async ({ run }, known) => {
    const check = await run.state.check();
    const { version, expected } = check;
    known.schema = check;
    if (version > expected) return failing(findings.versionNew(version, expected), "you", findings.upgrade);
    if (version === expected) return ok(findings.versionOk(version));
    const migrate = runThis("genie-enhancer state migrate");
    // The orchestrator migrates by itself, once no other run is at work.
    return failing(findings.versionOld(version, expected), "you", migrate, { severity: "warns" });
  },
};
