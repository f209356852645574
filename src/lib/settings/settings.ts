import { z } from "zod";
import { rule } from "./rule-words.ts";

/** Values arrive as text from flags, job parameters and the environment, and as JSON from a settings file. */
const whole = (min: number, max: number): z.ZodType<number> => {
  const [from, to] = [String(min), String(max)];
  const error = rule(`must be a whole number from ${from} to ${to}`, `${from}부터 ${to}까지의 정수여야 합니다`);
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const shareWords = rule("must be more than 0 and at most 1", "0보다 크고 1 이하여야 합니다");
const share = z.coerce.number({ error: shareWords }).gt(0, { error: shareWords }).max(1, { error: shareWords });
const seconds = (max: number): z.ZodType<number> => {
  const error = rule(`must be from 0 to ${String(max)} seconds`, `0초부터 ${String(max)}초까지여야 합니다`);
  return z.coerce.number({ error }).min(0, { error }).max(max, { error });
};
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
  error: rule("must be true or false", "true 또는 false여야 합니다"),
}) as unknown as z.ZodType<boolean>;
const nameWords = rule(
  "must be one name, without dots, spaces or quotes",
  "점·공백·따옴표가 없는 이름 하나여야 합니다",
);
const name = z.string({ error: nameWords }).regex(/^[\p{L}\p{N}_-]+$/u, nameWords);
const suffixWords = rule("must have 1 to 40 characters", "1~40자여야 합니다");
const suffix = z.string({ error: suffixWords }).min(1, suffixWords).max(40, suffixWords);
const text = z.string({ error: rule("must be text", "텍스트여야 합니다") }).trim();
const someText = text.min(1, { error: rule("must not be empty", "비워 둘 수 없습니다") });
const zoneWords = rule("must be a time zone's name, such as Asia/Seoul", "Asia/Seoul과 같은 시간대 이름이어야 합니다");
const timeZone = z.string({ error: zoneWords }).refine(isTimeZone, zoneWords);
const optionalText = z.union([z.null(), z.literal("").transform(() => null), someText], {
  error: rule("must be text", "텍스트여야 합니다"),
}) as unknown as z.ZodType<string | null>;
const schemaWords = rule(
  "must be catalog.schema, such as main.genie_views",
  "main.genie_views와 같은 catalog.schema 형식이어야 합니다",
);
const optionalSchema = z.union(
  [
    z.null(),
    z.literal("").transform(() => null),
    z
      .string()
      .trim()
      .regex(/^[\p{L}_][\p{L}\p{N}_]*\.[\p{L}_][\p{L}\p{N}_]*$/u, schemaWords),
  ],
  { error: schemaWords },
) as unknown as z.ZodType<string | null>;
const optionalWhole = z.union([z.null(), z.literal(["", "off"]).transform(() => null), whole(1, 10_000)], {
  error: rule("must be a whole number from 1 to 10000, or off", "1부터 10000까지의 정수 또는 off여야 합니다"),
}) as unknown as z.ZodType<number | null>;
const amountWords = rule("must be a number above 0, or off", "0보다 큰 수 또는 off여야 합니다");
/** A limit that a person may leave away: null, empty text or "off" is none. */
const optionalAmount = z.union(
  [
    z.null(),
    z.literal(["", "off"]).transform(() => null),
    z.coerce.number({ error: amountWords }).gt(0, { error: amountWords }).max(1e9, { error: amountWords }),
  ],
  { error: amountWords },
) as unknown as z.ZodType<number | null>;
const priceWords = rule("must be an amount of money, 0 or more", "0 이상의 금액이어야 합니다");
const price = z.union(
  [
    z.null(),
    z.literal("").transform(() => null),
    z.coerce.number({ error: priceWords }).min(0, { error: priceWords }).max(1e6, { error: priceWords }),
  ],
  { error: priceWords },
) as unknown as z.ZodType<number | null>;
const currencyWords = rule("must be three capital letters, such as KRW", "KRW와 같은 대문자 세 글자여야 합니다");
const windowWords = rule("must be two times of day, such as 20:00-06:00", "20:00-06:00과 같은 두 시각이어야 합니다");
const timeWindow = z.union(
  [
    z.null(),
    z.literal("").transform(() => null),
    z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/u, windowWords),
  ],
  { error: windowWords },
) as unknown as z.ZodType<string | null>;
const dateWords = rule("must be a date, such as 2024-06-30", "2024-06-30과 같은 날짜여야 합니다");
const optionalDate = z.union([z.null(), z.literal("").transform(() => null), z.iso.date(dateWords)], {
  error: dateWords,
}) as unknown as z.ZodType<string | null>;
const folderWords = rule(
  "must be a workspace folder, such as /Shared/genie",
  "/Shared/genie와 같은 워크스페이스 폴더여야 합니다",
);
const workspaceFolder = z.union(
  [
    z.null(),
    z.literal("").transform(() => null),
    z
      .string()
      .trim()
      .regex(/^\/[^/]+(?:\/[^/]+)*\/?$/u, folderWords)
      .transform((path) => path.replace(/\/$/u, "")),
  ],
  { error: folderWords },
) as unknown as z.ZodType<string | null>;
const spaceIdWords = rule("must be 32 hex digits", "16진수 32자리여야 합니다");

/** Loops that a run may take whatever its settings say: a job that starts itself must come to an end. */
export const mostLoops = 50;

/** Every setting: one schema for job parameters, flags, environment and settings file. Names and defaults are public. */
export const settingsSchema = z.strictObject({
  host: optionalText.default(null),
  space_id: z
    .union([z.null(), z.literal("").transform(() => null), z.string().regex(/^[0-9a-f]{32}$/u, spaceIdWords)], {
      error: spaceIdWords,
    })
    .default(null),
  warehouse_id: optionalText.default(null),
  llm_endpoint: optionalText.default(null),
  catalog: name.default("sandbox"),
  schema: name.default("genie_enhancement"),
  coordination_schema: optionalText.default(null),
  benchmarks: someText.default("space"),
  target_score: share.default(0.9),
  max_iterations: whole(1, mostLoops).default(5),
  max_changes_per_iteration: whole(1, 200).default(20),
  strategy: z.enum(["bisect", "batch", "sequential"]).default("bisect"),
  /** Fresh pairs of answers that the gate asks of each target at least. */
  confirm_pairs: whole(5, 40).default(5),
  approval: z.enum(["auto", "manual"]).default("auto"),
  /** Different people who must approve a plan. */
  approvals_required: whole(1, 10).default(1),
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
  /** Questions a minute that the workspace takes, over everything that asks there; null is no limit. */
  questions_per_minute: optionalWhole.default(5),
  /** Share of that which our runs use together; the rest is left to people. */
  quota_share: share.default(0.8),
  /** Time of day, in the session's time zone, within which questions are asked; null is always. */
  ask_window: timeWindow.default(null),
  /** What a run may use at most, counted from its first question; null is no limit. */
  max_questions: optionalAmount.default(null),
  max_minutes: optionalAmount.default(null),
  max_tokens: optionalAmount.default(null),
  /** In the currency of the prices. */
  max_cost: optionalAmount.default(null),
  /** Prices, all in one currency; null is not known, and then no money is told. */
  price_question: price.default(null),
  price_warehouse_hour: price.default(null),
  price_million_input_tokens: price.default(null),
  price_million_output_tokens: price.default(null),
  currency: z
    .string({ error: currencyWords })
    .regex(/^[A-Z]{3}$/u, currencyWords)
    .default("USD"),
  scorer: z.enum(["compare", "platform", "both"]).default("compare"),
  /** The day that CURRENT_DATE means in the exam's SQL; null is today. */
  as_of: optionalDate.default(null),
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
  /** Where metric views are made, as catalog.schema; null is the state's schema. */
  metric_view_schema: optionalSchema.default(null),
  /** Whether comments of tables and columns in Unity Catalog may be proposed; they are written at promotion. */
  catalog_comments: flag.default(false),
  dev_working_suffix: suffix.default("_dev_working"),
  dev_best_suffix: suffix.default("_dev_best"),
  cleanup_on_success: z.enum(["ask", "promote", "keep"]).default("ask"),
  /** Workspace folder of the clones, made where it is missing; null is the caller's home. */
  clone_folder: workspaceFolder.default(null),
  /** Users, groups and service principals who may ask the clones, with commas between. */
  reviewers: text.default(""),
  job_id: optionalText.default(null),
  /** Whether the loop stage of a job starts the job's next run. */
  self_start: z.enum(["on", "off"]).default("on"),
  /** Seconds after which a stage of a job stores what it has and leaves the rest to a new job run; 0 is no limit. */
  stage_time_limit: seconds(86_400).default(0),
  /** IANA zone in which times without one are read. */
  session_time_zone: timeZone.default("UTC"),
  locale: z.enum(["en", "ko"]).default("en"),
  seed: whole(0, 2 ** 31).default(1),
  out_dir: someText.default("out"),
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
