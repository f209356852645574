import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../../lib/core/clock.ts";
import type { Fault, Faults } from "./fault.ts";
import { holdReply } from "./hold-reply.ts";
import { type RequestLog, taskHeader } from "./request-log.ts";

/** Answers one call over a socket. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** What {@link withFaults} works with; `stopping` ends delays under way. */
export type FaultParts = {
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
};

/** Counts every call and lets the faults that were asked for happen, whoever handles the call. */
export function withFaults(handler: NodeHandler, parts: FaultParts): NodeHandler {
  const { faults, log, clock, stopping } = parts;
  return (request, response) => {
    const method = request.method ?? "GET";
    const path = pathOf(request);
    const task = request.headers[taskHeader];
    log.record(method, path, typeof task === "string" ? task : null);
    const fault = faults.take(method, path);
    if (fault === null) {
      handler(request, response);
      return;
    }
    const later = async (): Promise<void> => {
      await clock.sleep(fault.delay_ms, stopping);
      if (!response.destroyed) happen(fault, handler, request, response);
    };
    later().catch(() => request.socket.destroy());
  };
}

/** The call's path, decoded as far as it can be, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

function happen(fault: Fault, handler: NodeHandler, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case "delay":
      handler(request, response);
      return;
    case "cut_before":
      request.socket.destroy();
      return;
    case "cut_after":
      holdReply(response, () => {
        request.socket.destroy();
      });
      handler(request, response);
      return;
    case "malformed":
      holdReply(response, (reply) => {
        const body = typeof fault.body === "string" ? Buffer.from(fault.body) : halfOf(reply.body);
        response.writeHead(fault.status ?? reply.status, { "content-type": "application/json", ...fault.headers });
        response.end(body);
      });
      handler(request, response);
      return;
    case "status": {
      request.resume();
      const status = fault.status ?? 500;
      const usual = {
        error_code: fault.error_code ?? usualCodes[status] ?? "INTERNAL_ERROR",
        message: `Fault asked for: ${String(status)}.`,
      };
      const text = typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body ?? usual);
      response.writeHead(status, { "content-type": "application/json", ...fault.headers });
      response.end(text);
    }
  }
}

function halfOf(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

const usualCodes: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  409: "ABORTED",
  429: "REQUEST_LIMIT_EXCEEDED",
  501: "NOT_IMPLEMENTED",
  503: "TEMPORARILY_UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};
