import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../lib/core/clock.ts";
import { findPython } from "./find-python.ts";
import { type HostMessage, readHostMessage } from "./host-message.ts";
import { notebookEnvironment } from "./notebook-environment.ts";
import type { NotebookEnd, NotebookTask, RunNotebook } from "./notebook-task.ts";
import { wholeLines } from "./whole-lines.ts";

const host = fileURLToPath(new URL("notebook_host.py", import.meta.url));

/** How long an interrupted notebook may take to end by itself. */
const patienceMs = 5_000;
/** How long output is waited for that somebody who outlives the notebook could still write. */
const lastWordsMs = 2_000;

type Around = {
  readonly clock: Clock;
  /** Of who started the workspace: PATH and GENIE_ENHANCER_PYTHON say which Python is used. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Runs notebooks in a Python process each, with the globals and the environment of a cluster. */
export function notebookRunner({ clock, environment }: Around): RunNotebook {
  let python: Promise<string> | null = null;
  return async (task) => {
    if (task.signal.aborted) return { kind: "cancelled" };
    python ??= findPython(environment);
    try {
      const path = await python;
      const folder = await mkdtemp(join(tmpdir(), "notebook-"));
      try {
        return await runIn(folder, path, task, clock);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    } catch (error) {
      // Asked again the next time: it may have been installed by then.
      python = null;
      return { kind: "failed", error: error instanceof Error ? error.message : String(error), trace: "" };
    }
  };
}

async function runIn(folder: string, python: string, task: NotebookTask, clock: Clock): Promise<NotebookEnd> {
  // Anywhere but the notebook's folder: a cluster promises nothing about the working directory.
  const cwd = join(folder, "cwd");
  await mkdir(cwd);
  const child = spawn(python, [host], {
    cwd,
    env: await notebookEnvironment(folder, process.execPath, task.caFile),
    // A process group of its own, so that all of it can be ended.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("exit", () => resolve());
    child.once("error", reject);
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const secrets = [task.token];
  const hide = (text: string): string =>
    secrets.reduce((clean, secret) => clean.replaceAll(secret, "[REDACTED]"), text);
  const print = (line: string): void => task.onOutput(`${hide(line)}\n`);
  for (const output of [child.stdout, child.stderr]) if (output !== null) printLines(output, print);

  const html: string[] = [];
  const outcome: { end: NotebookEnd | null } = { end: null };
  const channel = child.stdio[3] as Duplex; // A pipe, as `stdio` says.
  // The notebook's process may be gone before it has read its line.
  channel.on("error", () => {});
  const reply = (answer: unknown): void => void channel.write(`${JSON.stringify(answer)}\n`);
  const hear = (message: HostMessage): void => {
    switch (message.kind) {
      case "task_value":
        return task.onTaskValue(message.key, message.value);
      case "get_task_value": {
        const value = task.taskValue(message.taskKey, message.key);
        return reply({ found: value !== undefined, value });
      }
      case "token": {
        const token = task.freshToken?.() ?? task.token;
        if (!secrets.includes(token)) secrets.push(token);
        return reply({ token });
      }
      case "secret":
        if (message.value !== "") secrets.push(message.value);
        return reply({});
      case "html":
        html.push(hide(message.html));
        return;
      case "end":
        outcome.end = task.signal.aborted ? { kind: "cancelled" } : endOf(message, html, hide);
    }
  };
  printLines(channel, (line) => {
    try {
      hear(readHostMessage(line));
    } catch (error) {
      outcome.end = { kind: "failed", error: error instanceof Error ? error.message : String(error), trace: "" };
      signalGroup(child, "SIGKILL");
    }
  });
  const { path, workspacePath, parameters, host: address, context } = task;
  reply({ path, workspacePath, parameters, host: address, context });

  const settled = new AbortController();
  const cancel = (): void => void endGroup(child, clock, settled.signal);
  task.signal.addEventListener("abort", cancel, { once: true });
  if (task.signal.aborted) cancel();
  try {
    await ended;
    // What the notebook started and left behind ends with it.
    signalGroup(child, "SIGKILL");
    await Promise.race([closed, clock.sleep(lastWordsMs, settled.signal).catch(() => {})]);
  } finally {
    task.signal.removeEventListener("abort", cancel);
    settled.abort();
    child.stdio.forEach((stream) => stream?.destroy());
  }
  return outcome.end ?? (task.signal.aborted ? { kind: "cancelled" } : killed(child));
}

function printLines(stream: Readable, give: (line: string) => void): void {
  const lines = wholeLines(give);
  stream.on("data", lines.take).once("end", lines.end);
}

function endOf(
  message: Extract<HostMessage, { kind: "end" }>,
  html: readonly string[],
  hide: (text: string) => string,
): NotebookEnd {
  if (message.end === "failed") {
    return { kind: "failed", error: hide(message.error ?? ""), trace: hide(message.trace ?? "") };
  }
  const value = message.exitValue ?? null;
  return { kind: "succeeded", exitValue: value === null ? null : hide(value), html };
}

function killed({ exitCode, signalCode }: ChildProcess): NotebookEnd {
  const how = signalCode === null ? `ended with exit code ${String(exitCode)}` : `was ended by ${signalCode}`;
  return { kind: "failed", error: `The notebook's Python process ${how} before the notebook was done.`, trace: "" };
}

async function endGroup(child: ChildProcess, clock: Clock, settled: AbortSignal): Promise<void> {
  signalGroup(child, "SIGINT");
  try {
    await clock.sleep(patienceMs, settled);
    signalGroup(child, "SIGKILL");
  } catch {
    // It ended before its time was up.
  }
}

function signalGroup({ pid }: ChildProcess, signal: "SIGINT" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
