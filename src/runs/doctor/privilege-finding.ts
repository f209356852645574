import type { EnhancerError } from "../../lib/core/errors.ts";
import { findings } from "../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../lib/report/texts/doctor-texts.ts";
import { failing, type Outcome } from "./check.ts";
import { grantOf, type Lacking, lackingIn } from "./grant.ts";

/** A refusal of Unity Catalog as a finding with its GRANT. @param usual what is most likely lacking, where the refusal does not say */
export function privilegeFinding(said: string, usual: Lacking, principal: string, error?: EnhancerError): Outcome {
  const { privilege, kind, name } = lackingIn(said) ?? usual;
  return failing(
    findings.refused(principal, privilege, `${kind} ${name}`),
    "workspace_admin",
    runThis(grantOf(privilege, kind, name, principal)),
    error === undefined ? { code: "PERMISSION_DENIED" } : { error },
  );
}
