/** Calls of one kind. `route` has `{id}` where ids stood; `task` is what the caller named itself by. */
export type RequestCount = {
  readonly method: string;
  readonly route: string;
  readonly task: string | null;
  readonly count: number;
};

export type RequestLog = {
  record(method: string, path: string, task: string | null): void;
  counts(): readonly RequestCount[];
  reset(): void;
};

/** Callers may name themselves in this header, so that their calls are counted apart. */
export const taskHeader = "x-genie-enhancer-task";

export function requestLog(): RequestLog {
  const counts = new Map<string, { method: string; route: string; task: string | null; count: number }>();
  return {
    record: (method, path, task) => {
      const route = routeOf(path);
      const key = JSON.stringify([method, route, task]);
      const known = counts.get(key) ?? { method, route, task, count: 0 };
      known.count += 1;
      counts.set(key, known);
    },
    counts: () => structuredClone([...counts.values()]),
    reset: () => {
      counts.clear();
    },
  };
}

function routeOf(path: string): string {
  return path
    .split("/")
    .map((segment) => (isId(segment) ? "{id}" : segment))
    .join("/");
}

function isId(segment: string): boolean {
  return /^(?:[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{10,})$/u.test(segment);
}
