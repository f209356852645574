import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok } from "../check.ts";

const oldest = { major: 22, minor: 15 } as const;
const oldestText = `${String(oldest.major)}.${String(oldest.minor)}`;

export const nodeVersion: Check = {
  name: "node_version",
  kind: "settings",
  severity: "blocks",
  needs: [],
  orchestrator: "itself",
  run: ({ nodeVersion: version }) => {
    const [major = 0, minor = 0] = version.replace(/^v/u, "").split(".").map(Number);
    const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
    if (!isOld) return ok(findings.nodeOk(version));
    return failing(findings.nodeOld(version, oldestText), "you", findings.nodeInstall(oldestText));
  },
};
