import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Words } from "../../../lib/report/texts/doctor-texts.ts";
import { limitCounts } from "../../../lib/space/limits.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

/** A plan of the usual size no longer fits into what is left above this share. */
const crowded = 0.9;

export const spaceRoom: Check = {
  name: "space_room",
  kind: "workspace",
  severity: "warns",
  needs: ["space_document"],
  orchestrator: "also",
  run: (_context, known) => {
    const near = limitCounts(knownFact(known, "document")).filter(
      // The one text is written anew, not added to.
      ([path, , found, limit]) => path !== "instructions.text_instructions" && found >= crowded * limit,
    );
    if (near.length === 0) return ok(findings.roomOk);
    const each = near.map(([, what, found, limit]) => findings.roomCount(what, found, limit));
    return failing(findings.roomLittle(listed(each)), "space_owner", findings.roomClear);
  },
};

function listed(all: readonly Words[]): Words {
  return { en: all.map(({ en }) => en).join(", "), ko: all.map(({ ko }) => ko).join(", ") };
}
