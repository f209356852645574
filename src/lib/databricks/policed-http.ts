import type { EnhancerError } from "../core/errors.ts";
import type { Http, HttpRequest } from "./http.ts";
import { callWaits, type Policy } from "./policy.ts";
import { familyOf } from "./routes.ts";

/** The client behind breaker and retries: what may be repeated is; what may not only when it surely had no effect. */
export function policedHttp(http: Http, policy: Policy): Http {
  return (request) => {
    const once = (): Promise<unknown> => policy.guard(familyOf(request.route), () => http(request));
    const idempotent = request.idempotent ?? isIdempotent(request.method);
    if (idempotent === "never") return once();
    return policy.retry(once, {
      waits: callWaits,
      signal: request.signal,
      when: (error) => error.retryable && (idempotent || hadNoEffect(error)),
    });
  };
}

/** Whether the workspace surely did not act on the call: it never saw it, or turned it away at the door. */
export function hadNoEffect(error: EnhancerError): boolean {
  return error.code === "THROTTLED" || error.context["reached"] === "no";
}

function isIdempotent(method: HttpRequest["method"]): boolean {
  return method === "GET" || method === "PUT" || method === "DELETE";
}
