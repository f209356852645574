import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInline } from "../../src/inline.ts";
import { localSource } from "../../src/cli/local-settings.ts";
import { resolveSettings, type Source } from "../../src/lib/settings/resolve.ts";
import type { Settings } from "../../src/lib/settings/settings.ts";
import { spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { loopToResume } from "../../src/runs/jobs/loop-to-resume.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import type { RunEvent } from "../../src/runs/run-event.ts";
import { connectRun } from "../../src/wiring/connect-run.ts";
import type { RequestCount } from "../../src/local/server/control/request-log.ts";
import { type ServeOptions, serveLocal, type Serving } from "../../src/local/serve.ts";

/** A fault as the control port takes it. */
export type FaultWish = {
  readonly method?: string;
  readonly route: string;
  readonly nth?: number;
  readonly times?: number;
  readonly kind: "status" | "delay" | "cut_before" | "cut_after" | "malformed";
  readonly status?: number;
  readonly error_code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delay_ms?: number;
};

/** One connection to the workspace as a run has it, with everything it told. */
export type Player = AsyncDisposable & { readonly context: RunContext; readonly events: RunEvent[] };

/** A local workspace in this process, to be disposed of. Many runs may share it, each with a production space of its own. */
export type Ground = AsyncDisposable & {
  readonly serving: Serving;
  readonly outDir: string;
  /** Makes a production space of a fixture file. */
  readonly makeSpace: (path: string) => Promise<string>;
  readonly connect: (settings: Readonly<Record<string, unknown>>, options?: ConnectOptions) => Promise<Player>;
  readonly fault: (wish: FaultWish) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  /** Forgets faults and counted requests, and makes expired tokens good again. */
  readonly reset: () => Promise<void>;
  readonly requests: () => readonly RequestCount[];
  /** Ids of all spaces there are, straight from the store: no request is counted. */
  readonly spaceIds: () => readonly string[];
};

export type ConnectOptions = {
  readonly signal?: AbortSignal;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly report?: (event: RunEvent) => void;
};

const root = new URL("../../", import.meta.url);

export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, root));
}

/** The six-question exam and its poor space: the smallest run that plans, tries, keeps, rejects and ends at its target. */
export const six = { exam: "test/fixtures/six.exam.json", space: "test/fixtures/six.space.json" } as const;

export async function openGround(options: Partial<ServeOptions> = {}): Promise<Ground> {
  const serving = await serveLocal({
    folder: null,
    port: 0,
    seed: 1,
    speed: 0,
    flakyShare: 0,
    demo: null,
    readyFile: null,
    samples: ["bakehouse"],
    ...options,
  });
  const outDir = await mkdtemp(join(tmpdir(), "genie-whole-"));
  const control = async (method: string, path: string, body?: unknown): Promise<void> => {
    const reply = await fetch(`${serving.workspace.control}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`control port: ${method} ${path}: ${String(reply.status)} ${await reply.text()}`);
  };
  return {
    serving,
    outDir,
    makeSpace: async (path) => serving.workspace.createSpace("Six questions", await readFile(pathOf(path), "utf8")),
    connect: async (settings, connectOptions = {}) => {
      const events: RunEvent[] = [];
      const { context, close } = await connectRun(settingsFor(serving, outDir, settings), {
        environment: connectOptions.environment ?? { DATABRICKS_TOKEN: serving.workspace.token },
        caPem: serving.workspace.caPem,
        signal: connectOptions.signal ?? new AbortController().signal,
        report: (event) => {
          events.push(event);
          connectOptions.report?.(event);
        },
      });
      return { context, events, [Symbol.asyncDispose]: close };
    },
    fault: (wish) => control("POST", "/faults", wish),
    clearFaults: () => control("DELETE", "/faults"),
    reset: () => control("POST", "/reset"),
    requests: () => serving.workspace.requests(),
    spaceIds: () => serving.workspace.spaces().map((space) => space.id),
    [Symbol.asyncDispose]: async () => {
      await serving.stop();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

function settingsFor(serving: Serving, outDir: string, values: Readonly<Record<string, unknown>>): Settings {
  const own: Source = { kind: "flag", values: { out_dir: outDir, ...values }, where: (name) => `test setting ${name}` };
  return resolveSettings([own, localSource(serving.ready)]).settings;
}

/** Takes a run to its end, from the start or where it stands, as `run` and `resume` do. @returns the run's id */
export function play({ context }: Player, runId = "", loop = 1): Promise<string> {
  return runInline(context, runId, loop);
}

/** Takes an interrupted or failed run up where it stands, as `resume` does. */
export async function resume(player: Player, runId: string): Promise<string> {
  return play(player, runId, await loopToResume(player.context, runId));
}

/** The digest of a space as it is now. */
export async function digestOfSpace({ context }: Player, spaceId: string): Promise<string> {
  return spaceDigest(parseSpace((await context.workspace.spaces.get(spaceId)).serializedSpace));
}
