import { EnhancerError } from "../lib/core/errors.ts";

/** What a stage is told besides its settings: by a job's parameters, where the names stand as they are here, or by flags, with dashes. */
export const ownNames = [
  "run_id",
  "loop",
  "job_run_id",
  "mode",
  "notebook_folder",
  "decision",
  "fixes",
  "approve_changes",
  "reject_changes",
  "edit_changes",
  "plan_digest",
  "comment",
  "enhance_job_id",
  "drop",
  "start_on_drop",
  "model_call",
] as const;
export type OwnName = (typeof ownNames)[number];

/** Names of the launcher's own that a document may still hold. */
const launcherNames: ReadonlySet<string> = new Set(["node_path", "auth", "secret_scope"]);

/** A parameters document taken apart. An empty text is as good as nothing: a job parameter has to have a value. */
export type Handed = {
  readonly own: Readonly<Partial<Record<OwnName, string>>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Everything, as text. */
  readonly all: Readonly<Record<string, string>>;
};

export function takeApart(document: Readonly<Record<string, unknown>>): Handed {
  const given = Object.entries(document).filter(
    ([name, value]) => value !== "" && value !== null && value !== undefined && !launcherNames.has(name),
  );
  const isOwn = (name: string): boolean => ownNames.some((own) => own === name);
  const text = ([name, value]: readonly [string, unknown]): readonly [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ];
  return {
    own: Object.fromEntries(given.filter(([name]) => isOwn(name)).map(text)),
    settings: Object.fromEntries(given.filter(([name]) => !isOwn(name))),
    all: Object.fromEntries(given.map(text)),
  };
}

/** @throws EnhancerError SETTINGS_INVALID */
export function loopNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `loop = ${JSON.stringify(text)}: must be a whole number from 1`,
    remedy: "Leave it out for the first loop.",
  });
}
