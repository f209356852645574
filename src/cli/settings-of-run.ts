import type { Resolved } from "../lib/settings/resolve.ts";
import { type SettingName, type Settings, settingNames, settingsSchema } from "../lib/settings/settings.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";

/** These belong to the command that is given now, not to the run. */
const ofTheCommand: ReadonlySet<SettingName> = new Set(["host", "locale", "out_dir", "job_id"]);

/** A run taken up goes on with the settings that it began with; what this command is given explicitly is stronger. */
export function settingsOfRun(resolved: Resolved, run: RunRow): Settings {
  const stored: unknown = JSON.parse(run.settings_json ?? "{}");
  const began = typeof stored === "object" && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {};
  const taken: Record<string, unknown> = { ...resolved.settings };
  for (const name of settingNames) {
    if (resolved.origins[name] !== "default" || ofTheCommand.has(name)) continue;
    // A setting of another version of this program may be unknown or allowed no more: then today's default stands.
    const value = settingsSchema.shape[name].safeParse(began[name]);
    if (value.success) taken[name] = value.data;
  }
  return settingsSchema.parse(taken);
}
