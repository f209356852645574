import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

/** A bundle makes its spaces in its own folder unless it is told another; each deploy makes them what its files say. */
export const spaceBundle: Check = {
  name: "space_bundle",
  kind: "workspace",
  severity: "warns",
  needs: ["space_edit"],
  orchestrator: "also",
  run: (_context, known) => {
    const { parentPath, spaceId } = knownFact(known, "body");
    if (parentPath === null || !/\/\.bundle(?:\/|$)/u.test(parentPath)) return ok(findings.bundleOk);
    return failing(findings.bundleKeeps(parentPath), "space_owner", findings.bundleBring(spaceId));
  },
};
