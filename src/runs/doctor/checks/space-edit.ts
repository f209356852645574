import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

export const spaceEdit: Check = {
  name: "space_edit",
  kind: "workspace",
  severity: "blocks",
  needs: ["space"],
  orchestrator: "also",
  run: ({ settings }, known) => {
    const { editError: error } = known;
    if (error === undefined) return ok(findings.editOk);
    const { userName } = knownFact(known, "identity");
    const command = permissionOf("genie", settings.space_id ?? "", "CAN_EDIT", userName);
    return failing(findings.editLacks(userName), "space_owner", runThis(command), { error });
  },
};
