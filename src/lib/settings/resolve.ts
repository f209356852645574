import { EnhancerError } from "../core/errors.ts";
import { environmentAliases, nameAliases } from "./aliases.ts";
import { type SettingName, type Settings, settingNames, settingsSchema } from "./settings.ts";

/** One place that settings come from. `where` says it to people: "flag --target-score". */
export type Source = {
  readonly kind: "flag" | "environment" | "file" | "job parameter";
  readonly values: Readonly<Record<string, unknown>>;
  readonly where: (name: string) => string;
};

export type Resolved = {
  readonly settings: Settings;
  /** Where each value came from, in words. */
  readonly origins: Readonly<Record<SettingName, string>>;
};

type Given = { readonly value: unknown; readonly where: string };

/**
 * Settings from their sources, strongest first.
 * @throws EnhancerError SETTINGS_INVALID that lists every wrong value: the setting, the value, what is allowed, and where it came from
 */
export function resolveSettings(sources: readonly Source[]): Resolved {
  const problems: string[] = [];
  const given = new Map<SettingName, Given>();
  for (const source of sources) {
    for (const [spelling, value] of Object.entries(source.values)) {
      if (value === undefined) continue;
      const alias = nameAliases[spelling];
      const name = alias?.setting ?? settingNames.find((known) => known === spelling);
      if (name === undefined) {
        problems.push(`unknown setting "${spelling}" (${source.where(spelling)}); ${nearest(spelling)}`);
      } else if (!given.has(name)) {
        const read = alias?.read !== undefined && typeof value === "string" ? alias.read(value) : value;
        given.set(name, { value: read, where: source.where(spelling) });
      }
    }
  }
  const parsed = settingsSchema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = settingNames.find((known) => known === issue.path[0]);
      const one = name === undefined ? undefined : given.get(name);
      problems.push(
        `${String(issue.path[0])} = ${JSON.stringify(one?.value)} (${one?.where ?? "default"}): ${allowed(issue)}`,
      );
    }
  }
  if (!parsed.success || problems.length > 0) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `${String(problems.length)} setting${problems.length === 1 ? " is" : "s are"} wrong: ${problems.join("; ")}`,
      remedy:
        "Correct the values named, then start again. `genie-enhancer config` shows every setting and where it came from.",
      context: { problems },
    });
  }
  const origins = Object.fromEntries(settingNames.map((name) => [name, given.get(name)?.where ?? "default"]));
  return { settings: parsed.data, origins: origins as Record<SettingName, string> };
}

/** The environment as a source: GENIE_ENHANCER_<NAME>, then the names of earlier generations. */
export function environmentSource(environment: Readonly<Record<string, string | undefined>>): Source {
  const values: Record<string, string> = {};
  const spelled: Record<string, string> = {};
  for (const [variable, alias] of Object.entries(environmentAliases)) {
    const value = environment[variable];
    if (value === undefined || value === "") continue;
    values[alias.setting] ??= alias.read === undefined ? value : alias.read(value);
    spelled[alias.setting] ??= variable;
  }
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith("GENIE_ENHANCER_") || value === undefined) continue;
    const name = variable.slice("GENIE_ENHANCER_".length).toLowerCase();
    values[name] = value;
    spelled[name] = variable;
  }
  return { kind: "environment", values, where: (name) => `environment variable ${spelled[name] ?? name}` };
}

/** Settings that a command cannot do without. */
export function requireSettings(settings: Settings, names: readonly SettingName[]): void {
  const missing = names.filter((name) => settings[name] === null);
  if (missing.length === 0) return;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `Not given: ${missing.join(", ")}`,
    remedy: `Give ${missing.map((name) => `--${name.replaceAll("_", "-")}`).join(" ")}, or the same as GENIE_ENHANCER_<NAME>; on a laptop, --local uses the local workspace.`,
    context: { missing },
  });
}

type Issue = Readonly<{ code: string; message: string; values?: unknown; minimum?: unknown; maximum?: unknown }>;

function allowed(issue: Issue): string {
  if (Array.isArray(issue.values)) return `allowed: ${issue.values.map(String).join(", ")}`;
  return issue.message;
}

function nearest(spelling: string): string {
  const words = new Set(spelling.toLowerCase().split(/[_-]/u));
  const near = settingNames.filter((name) => name.split("_").some((word) => words.has(word)));
  return near.length === 0 ? "`genie-enhancer config` lists the known ones" : `did you mean ${near.join(" or ")}?`;
}
