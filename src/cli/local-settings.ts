import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Source } from "../lib/settings/resolve.ts";

/** What the local workspace writes when it answers; the only place where its token stands. */
export const readyFileSchema = z.looseObject({
  host: z.string(),
  token: z.string(),
  ca_file: z.string(),
  warehouse_id: z.string(),
  http_path: z.string(),
  space_id: z.string(),
  catalog: z.string(),
  schema: z.string(),
  llm_endpoint: z.string(),
  control: z.string(),
  pid: z.number(),
  benchmarks: z.string().nullable().default(null),
  speed: z.number().default(0),
});

export type Ready = z.infer<typeof readyFileSchema>;

/** Settings that follow from the local workspace; anything a person gives is stronger. */
export function localSource(ready: Ready): Source {
  const values = {
    host: ready.host,
    space_id: ready.space_id,
    warehouse_id: ready.warehouse_id,
    llm_endpoint: ready.llm_endpoint,
    catalog: ready.catalog,
    schema: ready.schema,
    ...(ready.benchmarks === null ? {} : { benchmarks: ready.benchmarks }),
    ...(ready.speed === 0
      ? { indexing_wait: 0, poll_interval: 0.002, questions_per_minute: "off" }
      : { questions_per_minute: Math.min(10_000, Math.round(5 * ready.speed)) }),
  };
  return { kind: "file", values, where: () => "the local workspace" };
}

/** The environment in which the local workspace is the one that is talked to. The token never passes through a command line. */
export function localEnvironment(
  ready: Ready,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const others = Object.entries(environment).filter(([name]) => !name.startsWith("DATABRICKS_"));
  return { ...Object.fromEntries(others), DATABRICKS_TOKEN: ready.token, [caVariable]: ready.ca_file };
}

const caVariable = "GENIE_LOCAL_CA_FILE";

/** The local workspace's certificate authority, when that is the one that is talked to. */
export async function caOf(environment: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const file = environment[caVariable];
  return file === undefined ? undefined : readFile(file, "utf8");
}
