import { type SettingName, type Settings, settingNames, settingsSchema } from "../lib/settings/settings.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";

/** Where this process is, not what the run was begun with. */
const ofThisProcess: ReadonlySet<SettingName> = new Set(["host", "job_id"]);

/** The settings that a run was begun with, for a process that was told little more than which run it is about. */
export function settingsAsBegun(settings: Settings, run: Pick<RunRow, "settings_json">): Settings {
  const stored: unknown = JSON.parse(run.settings_json ?? "{}");
  const began = typeof stored === "object" && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {};
  const taken: Record<string, unknown> = { ...settings };
  for (const name of settingNames) {
    if (ofThisProcess.has(name) || began[name] === undefined) continue;
    // A setting of another version of this program may be allowed no more: then this process's own stands.
    const value = settingsSchema.shape[name].safeParse(began[name]);
    if (value.success) taken[name] = value.data;
  }
  return settingsSchema.parse(taken);
}
