import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

export const spaceVersionMark: Check = {
  name: "space_version_mark",
  kind: "workspace",
  severity: "warns",
  needs: ["space_edit"],
  orchestrator: "also",
  run: (_context, known) =>
    knownFact(known, "body").etag === null
      ? failing(findings.markLacks, "you", findings.markWait)
      : ok(findings.markOk),
};
