import { EnhancerError } from "../core/errors.ts";
import type { Contact } from "./contact.ts";
import type { Http, HttpRequest } from "./http.ts";
import { callWaits, patientWaits, type Policy } from "./policy.ts";
import { familyOf } from "./routes.ts";

/** The client behind breaker and retries: what may be repeated is; what may not only when it surely had no effect. */
export function policedHttp(http: Http, policy: Policy, contact: Contact): Http {
  const call: Http = async (request) => {
    try {
      const answer = await http(request);
      contact.answered();
      return answer;
    } catch (error) {
      if (error instanceof EnhancerError && error.context["reached"] === "yes") contact.answered();
      throw error;
    }
  };
  return (request) => {
    // An address at which nobody ever answered is not worth waiting for.
    const patient = contact.isKnown() ? request.patient : undefined;
    const once = (): Promise<unknown> => policy.guard(familyOf(request.route), () => call(request), { patient });
    const idempotent = request.idempotent ?? isIdempotent(request.method);
    if (idempotent === "never") return once();
    return policy.retry(once, {
      waits: patient === undefined ? callWaits : patientWaits,
      signal: request.signal ?? patient?.signal,
      when: (error) =>
        error.retryable && (idempotent || hadNoEffect(error)) && (!neverArrived(error) || contact.mayCallAgain()),
    });
  };
}

/** Whether the workspace surely did not act on the call: it never saw it, or turned it away at the door. */
export function hadNoEffect(error: EnhancerError): boolean {
  return error.code === "THROTTLED" || error.context["reached"] === "no";
}

function neverArrived(error: EnhancerError): boolean {
  return error.code === "UNREACHABLE" && error.context["reached"] === "no";
}

function isIdempotent(method: HttpRequest["method"]): boolean {
  return method === "GET" || method === "PUT" || method === "DELETE";
}
