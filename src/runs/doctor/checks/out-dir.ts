import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { asSaid, both, runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { ensureOutDir } from "../../ending/run-files.ts";
import { type Check, failing, ok } from "../check.ts";
import { grantOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

/** Makes the folder, as a run does first. */
export const outDir: Check = {
  name: "out_dir",
  kind: "workspace",
  severity: "blocks",
  needs: ["credentials"],
  orchestrator: "itself",
  run: async ({ run }, known) => {
    const { out_dir: folder } = run.settings;
    try {
      await ensureOutDir(run);
      return ok(findings.outOk(folder));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "SETTINGS_INVALID") throw thrown;
      const { cause } = thrown;
      const [, root, ...names] = folder.split("/");
      const found = findings.outFails(folder);
      if (root === "Volumes" && cause instanceof EnhancerError && cause.code === "PERMISSION_DENIED") {
        const { userName } = knownFact(known, "identity");
        const grant = grantOf("READ VOLUME, WRITE VOLUME", "VOLUME", names.slice(0, 3).join("."), userName);
        return failing(found, "workspace_admin", runThis(grant), { error: thrown });
      }
      const why = cause instanceof Error ? asSaid(`(${cause.message})`) : asSaid("");
      return failing(both(found, why), "you", findings.outOther, { error: thrown });
    }
  },
};
