import type { RunContext } from "../../src/runs/run-context.ts";

/** A process's life: it ends after so many steps, and from then on nothing it awaits ever comes. */
export type Life = {
  /** The steps done, by name, in order. */
  readonly steps: string[];
  /** Resolves when it has ended. */
  readonly death: Promise<void>;
};

const writingCalls = new Set([
  "spaces.create",
  "spaces.update",
  "spaces.trash",
  "runs.insert",
  "runs.update",
  "iterations.upsert",
  "stages.start",
  "stages.finish",
  "attempts.insert",
  "attempts.explain",
  "changes.insert",
  "changes.update",
  "questions.save",
  "lessons.insert",
  "spaces.insert",
  "intents.begin",
  "intents.finish",
  "leases.acquire",
  "leases.release",
  "promotions.replace",
]);

/** What counts as a step: calls that write to the outside, or every call to it. */
export type Steps = "writes" | "calls";

/**
 * The same context in a process that is killed right after its nth step, as `kill -9` does it: the step has happened, nobody hears of
 * it, and no clean-up runs.
 * @param diesAfter number of steps; infinity for a process that lives and whose steps are counted
 */
export function mortalContext(
  context: RunContext,
  diesAfter: number,
  steps: Steps = "writes",
): { readonly context: RunContext; readonly life: Life } {
  const done: string[] = [];
  const death = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  const isDead = (): boolean => done.length >= diesAfter;

  const call = async (name: string, made: Promise<unknown>): Promise<unknown> => {
    const result = await made;
    if (isDead()) return never;
    if (steps === "calls" || writingCalls.has(name)) done.push(name);
    if (!isDead()) return result;
    death.resolve();
    return never;
  };
  const mortal = <T extends object>(thing: T, path: string): T =>
    new Proxy(thing, {
      get: (target, key, receiver) => {
        const value: unknown = Reflect.get(target, key, receiver);
        const name = typeof key === "string" ? key : "";
        if (typeof value === "object" && value !== null) return mortal(value, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown => {
          if (isDead()) return never;
          const result: unknown = Reflect.apply(value, target, given);
          if (result instanceof Promise) return call(`${path}.${name}`, result);
          return typeof result === "object" && result !== null && name === "withFence"
            ? mortal(result, "state")
            : result;
        };
      },
    });
  return {
    context: { ...context, workspace: mortal(context.workspace, "workspace"), state: mortal(context.state, "state") },
    life: { steps: done, death: death.promise },
  };
}
