import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Clock } from "../../../lib/core/clock.ts";
import { EnhancerError } from "../../../lib/core/errors.ts";
import { sparkFailure } from "./spark-failure.ts";
import { writtenSchema } from "./spark-schema.ts";

/** What a statement ended with. */
export type ChildAnswer = z.infer<typeof answer>;

/** A Python process with Spark in it. */
export type SparkChild = {
  /** Sends one statement. An aborted signal cancels it there; its end is waited for all the same. @throws EnhancerError when the process is gone */
  ask(request: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<ChildAnswer>;
  /** Ends the process, by force when it takes its time. */
  close(): Promise<void>;
};

/** `options` are what spark_settings.py reads. */
export type ChildOptions = {
  readonly python: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
};

const script = fileURLToPath(new URL("spark_child.py", import.meta.url));
/** Ready after four seconds on a machine with nothing else to do. */
const readyWithinMs = 120_000;
const goneWithinMs = 5_000;
const tailLength = 4_000;

const rows = z.object({ schema: writtenSchema, rows: z.array(z.array(z.unknown())) });
const answer = z.union([rows, z.object({ failure: sparkFailure })]);
const message = z.union([
  z.object({ ready: z.literal(true) }),
  rows.extend({ id: z.number() }),
  z.object({ id: z.number(), failure: sparkFailure }),
]);

type Waiting = { readonly give: (found: ChildAnswer) => void; readonly refuse: (error: Error) => void };

/** Starts the process and waits until Spark answers. @throws EnhancerError INTERNAL with the last lines it printed */
export async function startSparkChild({ python, options, environment, clock }: ChildOptions): Promise<SparkChild> {
  const child = spawn(python, [script, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...environment, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const waiting = new Map<number, Waiting>();
  const tail = tailOf(child.stderr);
  let [next, gone] = [1, null as EnhancerError | null];
  let ready: Waiting["give"] | (() => void) = () => {};
  let failed: Waiting["refuse"] = () => {};
  const started = new Promise<void>((resolve, reject) => {
    [ready, failed] = [() => resolve(), reject];
  });

  createInterface({ input: child.stdout, crlfDelay: Infinity }).on("line", (line) => {
    const told = message.parse(JSON.parse(line));
    if ("ready" in told) return (ready as () => void)();
    const { id, ...rest } = told;
    waiting.get(id)?.give(rest);
    waiting.delete(id);
  });
  const ended = new Promise<void>((resolve) => {
    const end = (how: string): void => {
      gone = endedError(how, tail());
      failed(gone);
      for (const each of waiting.values()) each.refuse(gone);
      waiting.clear();
      resolve();
    };
    child.once("error", (error) => end(error.message));
    child.once("close", (code, signal) => end(signal ?? `exit code ${String(code)}`));
  });
  // It may be gone before it has read its line; whoever asked hears of its end.
  child.stdin.on("error", () => {});

  const send = (document: unknown): void => void child.stdin.write(`${JSON.stringify(document)}\n`);
  const close = (): Promise<void> => endChild(child, child.stdin, ended, clock);
  try {
    await withinTime(started, clock, tail);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ask: async (request, signal) => {
      if (gone !== null) throw gone;
      const id = next;
      next += 1;
      const cancel = (): void => send({ cancel: id });
      try {
        return await new Promise<ChildAnswer>((give, refuse) => {
          waiting.set(id, { give, refuse });
          send({ id, ...request });
          signal?.addEventListener("abort", cancel, { once: true });
          if (signal?.aborted === true) cancel();
        });
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
    close,
  };
}

async function withinTime(started: Promise<void>, clock: Clock, tail: () => string): Promise<void> {
  const patience = new AbortController();
  const late = async (): Promise<never> => {
    await clock.sleep(readyWithinMs, patience.signal);
    throw endedError(`no answer within ${String(readyWithinMs / 1000)} s`, tail());
  };
  const waitingForLate = late();
  waitingForLate.catch(() => {});
  try {
    await Promise.race([started, waitingForLate]);
  } finally {
    patience.abort();
  }
}

/** Its input ends first, on which it ends by itself within a second. */
async function endChild(child: ChildProcess, input: Writable, ended: Promise<void>, clock: Clock): Promise<void> {
  input.end();
  const patience = new AbortController();
  await Promise.race([ended, clock.sleep(goneWithinMs, patience.signal).catch(() => {})]);
  patience.abort();
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await ended;
}

function tailOf(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (more: string) => {
    text = (text + more).slice(-tailLength);
  });
  return () => text.trim();
}

function endedError(how: string, tail: string): EnhancerError {
  return new EnhancerError({
    code: "INTERNAL",
    message: `The Spark engine of the local workspace ended: ${how}${tail === "" ? "" : `\n${tail}`}`,
    remedy: "Start the local workspace again; Spark needs Java 17 and about 1 GB of memory.",
  });
}
