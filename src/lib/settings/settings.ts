import { z } from "zod";

/** Values arrive as text from flags, job parameters and the environment, and as JSON from a settings file. */
const whole = (min: number, max: number): z.ZodType<number> => z.coerce.number().int().min(min).max(max);
const share = z.coerce.number().gt(0).max(1);
const seconds = (max: number): z.ZodType<number> => z.coerce.number().min(0).max(max);
const flag = z.union([
  z.boolean(),
  z.enum(["true", "false"]).transform((text) => text === "true"),
]) as unknown as z.ZodType<boolean>;
const name = z.string().regex(/^[\p{L}\p{N}_-]+$/u, "must be one name, without dots, spaces or quotes");
const suffix = z.string().min(1).max(40);
const text = z.string().trim();
const timeZone = z.string().refine(isTimeZone, "must be a time zone's name, such as Asia/Seoul");
const optionalText = z.union([z.null(), z.literal("").transform(() => null), text.min(1)]) as unknown as z.ZodType<
  string | null
>;
const optionalWhole = z.union([
  z.null(),
  z.literal("").transform(() => null),
  whole(1, 10_000),
]) as unknown as z.ZodType<number | null>;

/** Loops that a run may take whatever its settings say: a job that starts itself must come to an end. */
export const mostLoops = 50;

/** Every setting: one schema for job parameters, flags, environment and settings file. Names and defaults are public. */
export const settingsSchema = z.strictObject({
  host: optionalText.default(null),
  space_id: z
    .union([
      z.null(),
      z.literal("").transform(() => null),
      z.string().regex(/^[0-9a-f]{32}$/u, "must be 32 hex digits"),
    ])
    .default(null),
  warehouse_id: optionalText.default(null),
  llm_endpoint: optionalText.default(null),
  catalog: name.default("sandbox"),
  schema: name.default("genie_enhancement"),
  coordination_schema: optionalText.default(null),
  benchmarks: text.min(1).default("space"),
  target_score: share.default(0.9),
  max_iterations: whole(1, mostLoops).default(5),
  max_changes_per_iteration: whole(1, 200).default(20),
  strategy: z.enum(["bisect", "batch"]).default("bisect"),
  approval: z.enum(["auto", "manual"]).default("auto"),
  /** Days that a plan waits for a person's word before the run ends. */
  approval_expires: whole(1, 365).default(14),
  /** Whether rows that people insert into the approvals table themselves count. */
  trust_rows: flag.default(false),
  promote: z.enum(["ask", "auto", "never"]).default("ask"),
  genie_concurrent: whole(1, 50).default(3),
  sql_concurrent: whole(1, 50).default(10),
  batch: flag.default(true),
  question_timeout: seconds(1800).default(120),
  statement_timeout: seconds(3600).default(300),
  questions_per_minute: optionalWhole.default(null),
  indexing_wait: seconds(600).default(60),
  poll_interval: seconds(60).default(1),
  share_values: z.enum(["none", "listed", "all"]).default("none"),
  share_columns: text.default(""),
  store_values: flag.default(true),
  enable_instructions: flag.default(true),
  enable_joins: flag.default(true),
  enable_snippets: flag.default(true),
  enable_metadata: flag.default(true),
  enable_sample_queries: flag.default(true),
  enable_metric_views: flag.default(true),
  dev_working_suffix: suffix.default("_dev_working"),
  dev_best_suffix: suffix.default("_dev_best"),
  cleanup_on_success: z.enum(["ask", "promote", "keep"]).default("ask"),
  job_id: optionalText.default(null),
  /** Whether the loop stage of a job starts the job's next run. */
  self_start: z.enum(["on", "off"]).default("on"),
  /** Seconds after which a stage of a job stores what it has and leaves the rest to a new job run; 0 is no limit. */
  stage_time_limit: seconds(86_400).default(0),
  /** IANA zone in which times without one are read. */
  session_time_zone: timeZone.default("UTC"),
  locale: z.enum(["en", "ko"]).default("en"),
  seed: whole(0, 2 ** 31).default(1),
  out_dir: text.min(1).default("out"),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const settingNames = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** Where leases and the question quota live: the same for every deployment of a workspace. */
export function coordinationSchemaOf(settings: Settings): string {
  return settings.coordination_schema ?? settings.schema;
}

function isTimeZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
