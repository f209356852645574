import type { Clock } from "../core/clock.ts";
import type { Exchange } from "./transport.ts";

/** How far the workspace's clock is ahead of ours, in milliseconds, by its last answer; null before one told its time. */
export type ServerClock = { readonly aheadMs: () => number | null; readonly exchange: Exchange };

/** Listens to the Date header of every answer, which counts whole seconds: half of one is added. */
export function listenToClock(exchange: Exchange, clock: Pick<Clock, "now">): ServerClock {
  let ahead: number | null = null;
  return {
    aheadMs: () => ahead,
    exchange: async (request) => {
      const reply = await exchange(request);
      const told = Date.parse(reply.headers.date ?? "");
      if (!Number.isNaN(told)) ahead = told + 500 - clock.now().getTime();
      return reply;
    },
  };
}
