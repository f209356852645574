import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import type { SettingName } from "../../../lib/settings/settings.ts";
import { EnhancerError } from "../../../lib/core/errors.ts";
import { workspaceUrl } from "../../../lib/databricks/http.ts";
import { asSaid } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok, type Outcome } from "../check.ts";

const required: readonly SettingName[] = ["host", "space_id", "warehouse_id", "llm_endpoint"];

export const settings: Check = {
  name: "settings",
  kind: "settings",
  severity: "blocks",
  needs: ["node_version"],
  orchestrator: "itself",
  run: ({ settings: given }) => {
    const missing = required.filter((name) => given[name] === null);
    if (missing.length === 0) return addressed(given.host ?? "");
    const flags = missing.map((name) => `--${name.replaceAll("_", "-")} …`).join(" ");
    return failing(findings.settingsMissing(missing.join(", ")), "you", findings.settingsGive(flags));
  },
};

/** An address that is none cannot even be called. */
function addressed(host: string): Outcome {
  try {
    workspaceUrl(host);
    return ok(findings.settingsOk);
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError)) throw thrown;
    return failing(asSaid(thrown.message), "you", findings.hostOther, { error: thrown });
  }
}
