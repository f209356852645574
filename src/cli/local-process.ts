import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { getCompileCacheDir } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../lib/core/clock.ts";
import { EnhancerError } from "../lib/core/errors.ts";
import { rememberSecret } from "../lib/core/redact.ts";
import { isAlive, readReady, readServing } from "./local-serving.ts";
import type { Ready } from "./local-settings.ts";

/** A local workspace that answers. Stop it when done; one that was running before is left running. */
export type LocalProcess = { readonly ready: Ready; readonly stop: () => Promise<void> };

export type LocalOptions = {
  readonly folder: string;
  /** Forget what the folder holds and load the demo anew. */
  readonly fresh: boolean;
  /** Flags for `local` besides folder and ready file. */
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long it may take until it answers; default one minute. */
  readonly readyWithinMs?: number;
};

/** Loading the demo takes a few seconds; a laptop under load a few more. */
const usuallyReadyWithinMs = 60_000;
/** As `local` promises; whoever waits for us has no more patience than that. */
const stopWithinMs = 4_000;
/** One that was told to stop, or that another command has just begun, is waited for this long. */
const settleWithinMs = 10_000;

/** Uses the local workspace that serves the folder, or starts one as a child process that ends with this one. */
export async function startLocal(options: LocalOptions): Promise<LocalProcess> {
  const { folder, clock, fresh } = options;
  const running = await runningLocal(options);
  if (running !== null && fresh) throw inUse(folder, running.pid);
  if (running !== null) return { ready: running, stop: async () => {} };
  if (fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const readyFile = join(folder, "ready.json");
  await rm(readyFile, { force: true });

  const program = fileURLToPath(new URL("../cli.ts", import.meta.url));
  const words = [program, "local", "--until-stdin-closes", "--port", "0", "--folder", folder, "--ready", readyFile];
  const cache = getCompileCacheDir();
  // A group of its own: Ctrl-C in the terminal must reach us alone, who still need it to write down where we stopped.
  const child = spawn(process.execPath, [...words, ...options.flags], {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
    env: { ...options.environment, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) },
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.destroy();
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    // A sleep that nobody ends would keep this process alive for its whole length.
    const patience = new AbortController();
    await Promise.race([ended, clock.sleep(stopWithinMs, patience.signal).catch(() => {})]);
    patience.abort();
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    child.stderr.destroy();
    child.unref();
  };
  try {
    return { ready: await waitUntilReady(readyFile, child, options, () => complaint), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function waitUntilReady(
  readyFile: string,
  child: { readonly exitCode: number | null },
  { clock, signal, readyWithinMs = usuallyReadyWithinMs }: LocalOptions,
  complaint: () => string,
): Promise<Ready> {
  const until = clock.monotonic() + readyWithinMs;
  while (clock.monotonic() < until && child.exitCode === null) {
    const ready = await readReady(readyFile);
    if (ready !== null) {
      rememberSecret(ready.token);
      return ready;
    }
    await clock.sleep(25, signal);
  }
  throw new EnhancerError({
    code: "INTERNAL",
    message: `The local workspace did not start: ${complaint().trim() || `no answer within ${String(readyWithinMs / 1000)} s`}`,
    remedy: "Start it by itself to see more: `npx genie-enhancer local`.",
  });
}

/** The workspace that serves the folder. One that is just starting is waited for until it answers, one that stops until it is gone. */
async function runningLocal({ folder, clock, signal }: LocalOptions): Promise<Ready | null> {
  const until = clock.monotonic() + settleWithinMs;
  for (;;) {
    const serving = await readServing(folder);
    if (serving === null || !isAlive(serving.pid)) return null;
    const ready = await readReady(serving.ready_file);
    const stays = serving.owner === null || isAlive(serving.owner);
    if (stays && ready?.pid === serving.pid) {
      rememberSecret(ready.token);
      return ready;
    }
    if (clock.monotonic() > until) return null;
    await clock.sleep(50, signal);
  }
}

function inUse(folder: string, pid: number): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `The local workspace in ${folder} is in use by process ${String(pid)}, so it cannot be made anew`,
    remedy: "Wait until that process ends or stop it, or leave out --fresh to use the workspace as it is.",
  });
}
