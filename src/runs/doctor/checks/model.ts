import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, ok } from "../check.ts";
import { permissionOf } from "../grant.ts";
import { knownFact } from "../known-fact.ts";

/** The permissions command wants the endpoint's id, which only those who see it can look up. */
export function endpointPermission(name: string, level: string, principal: string): string {
  const id = `"$(databricks serving-endpoints get ${name} -o json | jq -r .id)"`;
  return permissionOf("serving-endpoints", id, level, principal);
}

export const model: Check = {
  name: "model",
  kind: "workspace",
  severity: "blocks",
  needs: ["credentials"],
  orchestrator: "also",
  run: async ({ run: { workspace }, settings, signal }, known) => {
    const name = settings.llm_endpoint ?? "";
    try {
      known.model = await workspace.serving.describeEndpoint(name, signal);
      return ok(findings.modelOk(name));
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      if (thrown.code === "NOT_FOUND") {
        return failing(findings.modelMissing(name), "you", findings.modelFind, { error: thrown });
      }
      if (thrown.code !== "PERMISSION_DENIED") throw thrown;
      const { userName } = knownFact(known, "identity");
      return failing(
        findings.modelRefused(name, userName, "CAN VIEW"),
        "workspace_admin",
        // CAN QUERY includes CAN VIEW, and is needed next.
        runThis(endpointPermission(name, "CAN_QUERY", userName)),
        { error: thrown },
      );
    }
  },
};
