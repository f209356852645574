import { invalidParameter } from "../api-error.ts";
import { type JobSettings, jobSettings } from "./job-settings.ts";

/** Lists whose entries an update replaces one by one, and the member that tells them apart. */
const keyed: Readonly<Record<string, string>> = {
  tasks: "task_key",
  job_clusters: "job_cluster_key",
  environments: "environment_key",
  parameters: "name",
};

type Entry = Readonly<Record<string, unknown>>;

/**
 * A job's settings after a partial update: top-level members are replaced, entries of keyed lists by their key. `remove` names
 * members, or one entry as `tasks/key`.
 * @throws ApiError 400
 */
export function updateSettings(
  settings: JobSettings,
  changes: Readonly<Record<string, unknown>>,
  remove: readonly string[],
): JobSettings {
  const next: Record<string, unknown> = { ...settings };
  for (const path of remove) {
    const [member = "", entry] = path.split("/");
    if (entry === undefined) delete next[member];
    else next[member] = entriesOf(next[member]).filter((one) => one[keyed[member] ?? ""] !== entry);
  }
  for (const [member, value] of Object.entries(changes)) {
    const key = keyed[member];
    next[member] = key === undefined ? value : merged(entriesOf(next[member]), entriesOf(value), key);
  }
  const parsed = jobSettings.safeParse(next);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalidParameter(
    `Invalid value for 'new_settings.${issue?.path.join(".") ?? ""}': ${issue?.message ?? "wrong"}`,
  );
}

function merged(old: readonly Entry[], given: readonly Entry[], key: string): Entry[] {
  const kept = old.map((entry) => given.find((one) => one[key] === entry[key]) ?? entry);
  return [...kept, ...given.filter((one) => old.every((entry) => entry[key] !== one[key]))];
}

function entriesOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? (value as readonly Entry[]) : [];
}
