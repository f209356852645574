import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/lib/core/clock.ts";
import { z } from "zod";
import { parseJson } from "../../src/lib/core/json.ts";

const root = new URL("../../", import.meta.url);

/** A file of the repository. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, root));
}

/** How a process ended. */
export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
};

/** A process under way. `saw` waits until its stderr or stdout matches. */
export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly saw: (pattern: RegExp) => Promise<void>;
};

export type Where = { readonly cwd: string; readonly env?: Readonly<Record<string, string>> };

/** What this process was given that would change what a program under test does. */
const ours =
  /^(?:GENIE_|DATABRICKS_|WAREHOUSE_ID|LLM_ENDPOINT|TARGET_SCORE|MAX_ITERATIONS|FORCE_COLOR|VITEST|NODE_OPTIONS|NODE_V8)/u;

function cleanEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...more };
}

/** Starts a program and listens to it. */
export function start(file: string, words: readonly string[], { cwd, env }: Where): Running {
  const began = systemClock.monotonic();
  const child = spawn(file, words, { cwd, env: cleanEnvironment(env), stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  const heard = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard();
  });
  const ended = once(child, "close").then(([code]): Ended => {
    return { code: code as number | null, stdout, stderr, seconds: (systemClock.monotonic() - began) / 1000 };
  });
  const saw = async (pattern: RegExp): Promise<void> => {
    const found = Promise.withResolvers<void>();
    const look = (): void => {
      if (pattern.test(stdout + stderr)) found.resolve();
    };
    watchers.add(look);
    look();
    const early = ended.then(() => Promise.reject(new Error(`ended before ${String(pattern)}: ${stdout}${stderr}`)));
    await Promise.race([found.promise, early]).finally(() => watchers.delete(look));
  };
  return { child, ended, saw };
}

/** Starts the command line as people do, by its launcher. */
export function startCommand(words: readonly string[], where: Where): Running {
  return start(process.execPath, [pathOf("bin/genie-enhancer.mjs"), ...words], where);
}

/** Runs a command to its end. */
export function command(words: readonly string[], where: Where): Promise<Ended> {
  return startCommand(words, where).ended;
}

/** A Node on this machine's path that is older than the given major version, or null. */
export function olderNode(major: number): string | null {
  for (const at of (process.env["PATH"] ?? "").split(delimiter)) {
    try {
      const file = join(at, "node");
      const version = execFileSync(file, ["--version"], { encoding: "utf8" });
      if (Number(/^v(\d+)/u.exec(version)?.[1]) < major) return file;
    } catch {
      continue;
    }
  }
  return null;
}

/** The one JSON document that stdout must be. */
export function json(ended: Ended): unknown {
  return JSON.parse(ended.stdout);
}

/** A folder that is gone after the test. */
export async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "genie-cli-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

const readySchema = z.looseObject({
  host: z.string(),
  token: z.string(),
  ca_file: z.string(),
  warehouse_id: z.string(),
  llm_endpoint: z.string(),
  control: z.string(),
});

export type Place = AsyncDisposable & {
  readonly cwd: string;
  readonly ready: z.infer<typeof readySchema>;
  /** Runs a command in the place's folder. */
  readonly run: (words: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** Calls the workspace as its administrator. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Calls the fault and edit routes. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<void>;
  /** Makes a space of a fixture file, or of its document. @returns its id */
  readonly makeSpace: (document: unknown) => Promise<string>;
  readonly spaceIds: () => Promise<string[]>;
  /** Rows of one statement, every cell as text. */
  readonly rows: (sql: string) => Promise<unknown>;
};

/** A folder whose local workspace is served, as by `genie-enhancer local` in another terminal: commands with --local use it. */
export async function servedPlace(flags: readonly string[] = []): Promise<Place> {
  const own = await folder();
  const serving = startCommand(["local", "--flaky-share", "0", ...flags], { cwd: own.path });
  await serving.saw(/answers at/u);
  const ready = readySchema.parse(JSON.parse(await readFile(join(own.path, ".local/ready.json"), "utf8")));
  const ca = await readFile(ready.ca_file);
  const call = (method: string, path: string, body?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${ready.token}`, "content-type": "application/json" };
      const sent = request(`${ready.host}${path}`, { method, ca, headers, agent: false }, (reply) => {
        let text = "";
        reply.setEncoding("utf8").on("data", (more: string) => {
          text += more;
        });
        reply.on("end", () => {
          if (reply.statusCode === 200) resolve(parseJson(text));
          else reject(new Error(`${method} ${path}: ${String(reply.statusCode)} ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const control = async (method: string, path: string, body?: unknown): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${ready.control}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${String(reply.status)} ${await reply.text()}`);
  };
  return {
    cwd: own.path,
    ready,
    call,
    control,
    run: (words, env) => command(words, { cwd: own.path, ...(env === undefined ? {} : { env }) }),
    makeSpace: async (document) => {
      const made = await call("POST", "/api/2.0/genie/spaces", {
        title: `Space ${String(systemClock.monotonic())}`,
        warehouse_id: ready.warehouse_id,
        serialized_space: typeof document === "string" ? document : JSON.stringify(document),
      });
      return z.looseObject({ space_id: z.string() }).parse(made).space_id;
    },
    spaceIds: async () => {
      const listed = await call("GET", "/api/2.0/genie/spaces?page_size=100");
      return z
        .looseObject({ spaces: z.array(z.looseObject({ space_id: z.string() })) })
        .parse(listed)
        .spaces.map((space) => space.space_id);
    },
    rows: async (statement) => {
      const body = { warehouse_id: ready.warehouse_id, statement, wait_timeout: "50s" };
      const answered = await call("POST", "/api/2.0/sql/statements", body);
      const { result } = z
        .object({ result: z.object({ data_array: z.array(z.unknown()).default([]) }) })
        .parse(answered);
      return result.data_array;
    },
    [Symbol.asyncDispose]: async () => {
      serving.child.kill("SIGTERM");
      await serving.ended;
      await own[Symbol.asyncDispose]();
    },
  };
}
