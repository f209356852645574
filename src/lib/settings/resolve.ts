import { EnhancerError } from "../core/errors.ts";
import { environmentAliases, nameAliases } from "./aliases.ts";
import { ruleInKorean } from "./rule-words.ts";
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
  const problems: Problem[] = [];
  const given = new Map<SettingName, Given>();
  for (const source of sources) {
    for (const [spelling, value] of Object.entries(source.values)) {
      if (value === undefined) continue;
      const alias = nameAliases[spelling];
      const name = alias?.setting ?? settingNames.find((known) => known === spelling);
      if (name === undefined) {
        problems.push(unknownSetting(spelling, source.where(spelling)));
      } else if (!given.has(name)) {
        const read = alias?.read !== undefined && typeof value === "string" ? alias.read(value) : value;
        given.set(name, { value: read, where: source.where(spelling) });
      }
    }
  }
  const parsed = settingsSchema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  if (!parsed.success) {
    // One value may break several rules; the words of a rule say all that is allowed.
    for (const [path, [issue]] of Map.groupBy(parsed.error.issues, ({ path: [first] }) => String(first))) {
      const name = settingNames.find((known) => known === path);
      const one = name === undefined ? undefined : given.get(name);
      const what = `${path} = ${JSON.stringify(one?.value)} (${one?.where ?? "default"})`;
      if (issue !== undefined) problems.push(wrongValue(what, issue));
    }
  }
  if (!parsed.success || problems.length > 0) {
    const [en, ko] = [problems.map((problem) => problem.en), problems.map((problem) => problem.ko)];
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `${String(en.length)} setting${en.length === 1 ? " is" : "s are"} wrong: ${en.join("; ")}`,
      remedy:
        "Correct the values named, then start again. `genie-enhancer config` shows every setting and where it came from.",
      context: { problems: en, in_korean: `설정 ${String(ko.length)}개를 고쳐야 합니다: ${ko.join("; ")}` },
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

/** A setting that is wrong, in words. */
type Problem = { readonly en: string; readonly ko: string };

type Issue = Readonly<{ message: string; values?: unknown }>;

function wrongValue(what: string, issue: Issue): Problem {
  if (Array.isArray(issue.values)) {
    const values = issue.values.map(String).join(", ");
    return { en: `${what}: allowed: ${values}`, ko: `${what}: 쓸 수 있는 값: ${values}` };
  }
  return { en: `${what}: ${issue.message}`, ko: `${what}: ${ruleInKorean(issue.message)}` };
}

function unknownSetting(spelling: string, where: string): Problem {
  const words = new Set(spelling.toLowerCase().split(/[_-]/u));
  const near = settingNames.filter((name) => name.split("_").some((word) => words.has(word)));
  const en = near.length === 0 ? "`genie-enhancer config` lists the known ones" : `did you mean ${near.join(" or ")}?`;
  const ko =
    near.length === 0 ? "`genie-enhancer config`가 설정을 모두 보여 줍니다" : `비슷한 설정: ${near.join(", ")}`;
  return {
    en: `unknown setting "${spelling}" (${where}); ${en}`,
    ko: `알 수 없는 설정 "${spelling}" (${where}); ${ko}`,
  };
}
