import { z } from "zod";

/** Something to go wrong with calls that fit: from the nth on, so many times. */
export const faultRequest = z.object({
  method: z.string().optional(),
  /** A path: `*` or `:name` or `{name}` stands for one segment, a last `*` for any rest. */
  route: z.string(),
  nth: z.number().int().min(1).default(1),
  times: z.number().int().min(1).default(1),
  /** `cut_before` drops the connection without acting, `cut_after` acts first; `malformed` acts and answers with half the text. */
  kind: z.enum(["status", "delay", "cut_before", "cut_after", "malformed"]),
  status: z.number().int().min(100).max(599).optional(),
  error_code: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  delay_ms: z.number().min(0).default(0),
});

export type Fault = z.output<typeof faultRequest>;

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for this call, counted for every fault it fits. */
  take(method: string, path: string): Fault | null;
};

export function faultList(): Faults {
  let waiting: { fault: Fault; fits: RegExp; seen: number }[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, fits: routePattern(fault.route), seen: 0 });
    },
    clear: () => {
      waiting = [];
    },
    take: (method, path) => {
      let taken: Fault | null = null;
      for (const each of waiting) {
        const { fault } = each;
        if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
        if (!each.fits.test(path)) continue;
        each.seen += 1;
        if (taken === null && each.seen >= fault.nth) taken = fault;
      }
      waiting = waiting.filter(({ fault, seen }) => seen < fault.nth + fault.times - 1);
      return taken;
    },
  };
}

/** The pattern as an expression over whole paths, without the query. */
export function routePattern(route: string): RegExp {
  const segments = route.replace(/^\/+/u, "").split("/");
  const parts = segments.map((segment, index) => {
    if (segment === "*" && index === segments.length - 1) return ".+";
    if (segment === "*" || segment.startsWith(":") || /^\{.*\}$/u.test(segment)) return "[^/]+";
    return RegExp.escape(segment).replaceAll("\\*", "[^/]*");
  });
  return new RegExp(`^/${parts.join("/")}$`, "u");
}
