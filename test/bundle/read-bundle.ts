import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

/** Folder of the bundle, which is the repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const variable = z.strictObject({
  description: z.string().optional(),
  type: z.literal("complex").optional(),
  default: z.unknown().optional(),
  lookup: z.record(z.string(), z.string()).optional(),
});

const dependency = z.strictObject({ task_key: z.string(), outcome: z.enum(["true", "false"]).optional() });

const plainTask = z.looseObject({
  task_key: z.string(),
  depends_on: z.array(dependency).default([]),
  run_if: z.string().default("ALL_SUCCESS"),
  environment_key: z.string().optional(),
  timeout_seconds: z.number().optional(),
  max_retries: z.number().optional(),
  disable_auto_optimization: z.boolean().default(false),
  notebook_task: z.strictObject({ notebook_path: z.string(), base_parameters: z.record(z.string(), text) }).optional(),
  condition_task: z.strictObject({ left: z.string(), op: z.string(), right: z.string() }).optional(),
  run_job_task: z.strictObject({ job_id: z.string(), job_parameters: z.record(z.string(), text) }).optional(),
});

const task = plainTask.extend({
  for_each_task: z.strictObject({ inputs: z.string(), concurrency: z.number(), task: plainTask }).optional(),
});

const job = z.looseObject({
  name: z.string(),
  tags: z.record(z.string(), z.string()),
  max_concurrent_runs: z.number().optional(),
  queue: z.strictObject({ enabled: z.boolean() }).optional(),
  timeout_seconds: z.number().optional(),
  health: z.strictObject({ rules: z.array(z.strictObject({ metric: z.string(), op: z.string(), value: z.number() })) }),
  email_notifications: z.record(z.string(), z.unknown()),
  parameters: z.array(z.strictObject({ name: z.string(), default: text })),
  environments: z
    .array(
      z.strictObject({
        environment_key: z.string(),
        spec: z.strictObject({ environment_version: z.string(), dependencies: z.array(z.string()) }),
      }),
    )
    .default([]),
  tasks: z.array(task),
  run_as: z.record(z.string(), z.string()).optional(),
});

const alert = z.looseObject({
  query_text: z.string(),
  evaluation: z.looseObject({ source: z.looseObject({ name: z.string() }) }),
});

const dashboard = z.looseObject({ file_path: z.string(), dataset_catalog: z.string(), dataset_schema: z.string() });

const resources = z.strictObject({
  jobs: z.record(z.string(), job).default({}),
  schemas: z.record(z.string(), z.looseObject({ name: z.string() })).default({}),
  volumes: z.record(z.string(), z.looseObject({ name: z.string(), schema_name: z.string() })).default({}),
  secret_scopes: z.record(z.string(), z.looseObject({ name: z.string() })).default({}),
  dashboards: z.record(z.string(), dashboard).default({}),
  alerts: z.record(z.string(), alert).default({}),
});

const target = z.looseObject({
  mode: z.enum(["development", "production"]),
  default: z.boolean().default(false),
  workspace: z.looseObject({ root_path: z.string() }).optional(),
  variables: z.record(z.string(), variable).default({}),
  resources: z.record(z.string(), z.record(z.string(), z.looseObject({}))).default({}),
});

const top = z.strictObject({
  bundle: z.strictObject({ name: z.string(), databricks_cli_version: z.string() }),
  include: z.array(z.string()),
  variables: z.record(z.string(), variable),
  artifacts: z.record(z.string(), z.strictObject({ build: z.string() })),
  sync: z.strictObject({ paths: z.array(z.string()), include: z.array(z.string()), exclude: z.array(z.string()) }),
  targets: z.record(z.string(), target),
});

export type Job = z.output<typeof job>;
export type Task = z.output<typeof task>;
export type PlainTask = z.output<typeof plainTask>;
export type Resources = z.output<typeof resources>;

export type Bundle = z.output<typeof top> & {
  readonly resources: Resources;
  /** Each included file by its path, and the document in it. */
  readonly files: ReadonlyMap<string, unknown>;
  /** Where a resource is defined: `jobs.enhance` → `resources/enhance.job.yml`. */
  readonly definedIn: ReadonlyMap<string, string>;
};

/** The order of names, for lists that are compared. */
export function byName(one: string, other: string): number {
  return one.localeCompare(other);
}

/** Reads a YAML file as the CLI does, anchors and merge keys included. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(root + file, "utf8"), { merge: true });
}

/** databricks.yml and what it includes. @throws Error when a resource is defined twice, or the shape is not one we know */
export function readBundle(): Bundle {
  const document = top.parse(readYaml("databricks.yml"));
  const names = document.include.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted(byName);
  const files = new Map(names.map((file) => [file, readYaml(file)]));
  const whole: Record<string, Record<string, unknown>> = {};
  const definedIn = new Map<string, string>();
  for (const [file, content] of files) {
    const { resources: own } = z
      .strictObject({ resources: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(content);
    for (const [kind, group] of Object.entries(own)) {
      for (const [key, resource] of Object.entries(group)) {
        if (definedIn.has(`${kind}.${key}`)) throw new Error(`${kind}.${key} is defined twice`);
        definedIn.set(`${kind}.${key}`, file);
        whole[kind] = { ...whole[kind], [key]: resource };
      }
    }
  }
  return { ...document, resources: resources.parse(whole), files, definedIn };
}

/** The tasks of a job, those inside a for-each too. */
export function tasksOf({ tasks }: Job): readonly PlainTask[] {
  return tasks.flatMap((one) => (one.for_each_task === undefined ? [one] : [one, one.for_each_task.task]));
}

/** Every text of a document, with the path of keys that leads to it. */
export function textsOf(value: unknown, path = ""): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsOf(part, path === "" ? key : `${path}.${key}`));
}

/** What stands between `${` and `}`. */
export function bundleReferences(words: string): readonly string[] {
  return [...words.matchAll(/\$\{([^}]*)\}/gu)].map(([, inner]) => inner ?? "");
}

/** What stands between `{{` and `}}`. */
export function jobReferences(words: string): readonly string[] {
  return [...words.matchAll(/\{\{\s*([^}]*?)\s*\}\}/gu)].map(([, inner]) => inner ?? "");
}
