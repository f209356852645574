import { EnhancerError, type ErrorCode } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { type Check, failing, ok, type Outcome } from "../check.ts";

/** Answers of a workspace that is there, and does not let us in. */
const letsNobodyIn: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "UNAUTHENTICATED",
  "PERMISSION_DENIED",
  "SETTINGS_INVALID",
]);

/** Whether somebody answers at the address, with a certificate that is trusted. */
export const host: Check = {
  name: "host",
  kind: "workspace",
  severity: "blocks",
  needs: ["settings"],
  orchestrator: "also",
  run: async ({ run: { workspace }, signal }, known) => {
    try {
      known.identity = await workspace.whoAmI(signal);
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || signal.aborted) throw thrown;
      if (!letsNobodyIn.has(thrown.code)) return unreached(workspace.host, thrown);
      known.signInError = thrown;
    }
    const isCalled = workspace.clockAheadMs() !== null;
    return ok(isCalled ? findings.hostOk(workspace.host) : findings.hostNotCalled(workspace.host));
  },
};

function unreached(address: string, error: EnhancerError): Outcome {
  return error.code === "CERTIFICATE_UNTRUSTED"
    ? failing(findings.hostUntrusted(address, error.message), "you", findings.hostTrust, { error })
    : failing(findings.hostUnreachable(address, error.message), "you", findings.hostReach, { error });
}
