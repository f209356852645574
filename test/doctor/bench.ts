import type { Settings } from "../../src/lib/settings/settings.ts";
import { allChecks } from "../../src/runs/doctor/all-checks.ts";
import { examine, type Examined } from "../../src/runs/doctor/examine.ts";
import { findingsOf, type Finding } from "../../src/runs/doctor/findings-of.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { connectRun } from "../../src/wiring/connect-run.ts";
import { type FaultWish, type Ground, openGround, pathOf, six } from "../whole/fixture.ts";

/** What a fault may change before the doctor looks. */
export type Bench = {
  readonly ground: Ground;
  /** A run's context in the healthy workspace, for arranging things. */
  readonly context: RunContext;
  readonly spaceId: string;
  readonly control: (method: string, path: string, body?: unknown) => Promise<void>;
  /** Answers of the workspace in place of its own, until the next fault. */
  readonly answer: (route: string, body: unknown, more?: Partial<FaultWish>) => Promise<void>;
  readonly refuse: (contains: string, message: string) => Promise<void>;
  readonly sql: (statement: string) => Promise<void>;
};

/** How the doctor is called, where otherwise than in health. */
export type Visit = {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly nodeVersion?: string;
  readonly workspaceName?: string;
  /** Null trusts the usual authorities alone. */
  readonly caPem?: null;
  readonly environment?: Readonly<Record<string, string>>;
};

const often = 50;

/** Settings by which a connection is made. */
const elsewhere = ["host", "warehouse_id", "catalog", "schema", "coordination_schema"];

export async function openBench(): Promise<
  AsyncDisposable & { readonly bench: Bench; readonly visit: (visit: Visit) => Promise<readonly Examined[]> }
> {
  const ground = await openGround();
  const { workspace, ready } = ground.serving;
  const spaceId = await ground.makeSpace(six.space);
  const usual = { space_id: spaceId, benchmarks: pathOf(six.exam) };
  const player = await ground.connect(usual);
  await player.context.state.migrate();
  const control: Bench["control"] = async (method, path, body) => {
    const reply = await fetch(`${workspace.control}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${String(reply.status)} ${await reply.text()}`);
  };
  const bench: Bench = {
    ground,
    context: player.context,
    spaceId,
    control,
    answer: (route, body, more = {}) =>
      ground.fault({ route, kind: "status", status: 200, times: often, body, ...more }),
    refuse: (contains, message) => control("POST", "/statements/refuse", { contains, message }),
    sql: async (statement) => {
      const outcome = await player.context.workspace.runStatement(statement, {
        warehouseId: ready.warehouse_id,
        timeoutMs: 30_000,
      });
      if (outcome.kind !== "rows") throw new Error(`${statement}: ${JSON.stringify(outcome)}`);
    },
  };
  const visit = async ({ settings, nodeVersion, workspaceName, caPem, environment }: Visit) => {
    const own: Settings = { ...player.context.settings, ...settings };
    const looked = {
      settings: own,
      nodeVersion: nodeVersion ?? "24.0.0",
      modelCall: true,
      signal: bench.context.signal,
    };
    const alone = await examine(allChecks, { ...looked, run: null });
    if (alone.some(({ outcome }) => outcome.kind === "failing")) return alone;
    const named = { ...bench.context, workspaceName: workspaceName ?? bench.context.workspaceName, settings: own };
    const isElsewhere =
      caPem === null || environment !== undefined || elsewhere.some((name) => name in (settings ?? {}));
    if (!isElsewhere) return examine(allChecks, { ...looked, run: named });
    const { context, close } = await connectRun(own, {
      environment: environment ?? { DATABRICKS_TOKEN: workspace.token },
      signal: bench.context.signal,
      report: () => {},
      ...(caPem === null ? {} : { caPem: workspace.caPem }),
    });
    try {
      return await examine(allChecks, { ...looked, run: context });
    } finally {
      await close();
    }
  };
  return {
    bench,
    visit,
    [Symbol.asyncDispose]: async () => {
      await player[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    },
  };
}

/** The findings of a visit, in one language. */
export function failures(examined: readonly Examined[], locale: "en" | "ko" = "en"): readonly Finding[] {
  return findingsOf(examined, locale).filter(({ ok }) => !ok);
}
