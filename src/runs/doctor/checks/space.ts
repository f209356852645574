import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";

/** Whether the space is there. Who may not read its configuration is told by the check after it. */
export const space: Check = {
  name: "space",
  kind: "workspace",
  severity: "blocks",
  needs: ["credentials"],
  orchestrator: "also",
  run: async ({ run: { workspace }, settings, signal }, known) => {
    const id = settings.space_id ?? "";
    try {
      known.body = await workspace.spaces.get(id, signal);
      known.space = known.body;
      return ok(findings.spaceOk(known.body.title));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      if (thrown.code === "PERMISSION_DENIED") {
        known.editError = thrown;
        return ok(findings.spaceOk(id));
      }
      if (thrown.code !== "NOT_FOUND") throw thrown;
      return /trash/iu.test(thrown.message)
        ? failing(findings.spaceTrashed(id), "space_owner", findings.spaceRestore, { error: thrown })
        : failing(findings.spaceMissing(id), "you", findings.spaceFind, { error: thrown });
    }
  },
};
