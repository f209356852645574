import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

/** The platform makes new spaces in the home folder of whoever makes them. That they can be made, only making one would show. */
export const cloneFolder: Check = {
  name: "clone_folder",
  kind: "workspace",
  severity: "warns",
  needs: ["credentials"],
  orchestrator: "itself",
  run: async ({ run: { workspace }, signal }, known) => {
    const { userName } = knownFact(known, "identity");
    const path = `/Users/${userName}`;
    try {
      if (await workspace.folders.exists(path, signal)) return ok(findings.folderOk(path));
      return failing(findings.folderMissing(path), "workspace_admin", runThis(`databricks workspace mkdirs ${path}`));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "PERMISSION_DENIED") throw thrown;
      const id = `"$(databricks workspace get-status ${path} -o json | jq -r .object_id)"`;
      return failing(
        findings.folderRefused(path, userName),
        "workspace_admin",
        runThis(permissionOf("directories", id, "CAN_MANAGE", userName)),
        { error: thrown },
      );
    }
  },
};
