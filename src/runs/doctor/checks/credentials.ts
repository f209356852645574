import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const credentials: Check = {
  name: "credentials",
  kind: "workspace",
  severity: "blocks",
  needs: ["host"],
  orchestrator: "also",
  run: (_context, known) => {
    const error = known.signInError;
    if (error === undefined) return ok(findings.signedIn(knownFact(known, "identity").userName));
    const said = error.message;
    if (error.code === "PERMISSION_DENIED") {
      return failing(findings.letNobodyIn(said), "workspace_admin", findings.addMember, { error });
    }
    const remedy = error.code === "SETTINGS_INVALID" ? findings.signInTwice : findings.signInAgain;
    return failing(findings.signInRefused(said), "you", remedy, { error });
  },
};
