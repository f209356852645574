import { EnhancerError } from "../lib/core/errors.ts";
import type { GenieSpaceWithBody, Spaces } from "../lib/databricks/spaces.ts";
import { spaceTexts } from "../lib/report/texts/space-texts.ts";
import type { SpaceDocument } from "../lib/space/document.ts";
import { withMetricViewsAsIn } from "../lib/space/prove-diff.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { findRun } from "../runs/open-run.ts";
import type { RunContext } from "../runs/run-context.ts";
import type { Arguments } from "./arguments.ts";
import type { Invocation } from "./command.ts";
import { wantedRun } from "./commands/run-option.ts";
import { inspected, readSpaceFile, type SpaceFile } from "./space-file.ts";
import { withSpaces } from "./with-spaces.ts";
import { withWorkspace } from "./with-workspace.ts";

/** A configuration that a command was pointed to: a file's, a living space's, or one that a run noted. */
export type SpaceSide = SpaceFile & { readonly name: string; readonly space: GenieSpaceWithBody | null };

/** `baseline` is production as the run found it, `production` as it is now. */
const roles = ["baseline", "production", "dev_best", "dev_working"] as const;
type Role = (typeof roles)[number];

/** The id that a word is or, being a space's address, holds; null for any other word. */
export function spaceIdIn(word: string): string | null {
  return /^(?:https?:\/\/[^?#]*\/genie\/(?:rooms|spaces)\/)?([0-9a-f]{32})(?:[/?#].*)?$/u.exec(word)?.[1] ?? null;
}

/** Reads each, connecting only as far as they ask for. */
export async function readSides(invocation: Invocation, words: readonly string[]): Promise<SpaceSide[]> {
  const live = words.some((word) => spaceIdIn(word) !== null);
  if (words.some(isRole)) {
    return withWorkspace(invocation, async (context) => {
      const run = await findRun(context, wantedRun(invocation));
      return readAll(words, context.workspace.spaces, context.signal, (role) => ofRun(context, run, role));
    });
  }
  if (!live) return readAll(words, null, invocation.signal, null);
  return withSpaces(invocation, ({ spaces }) => readAll(words, spaces, invocation.signal, null));
}

function readAll(
  words: readonly string[],
  spaces: Spaces | null,
  signal: AbortSignal,
  noted: ((role: Role) => Promise<SpaceSide>) | null,
): Promise<SpaceSide[]> {
  return Promise.all(
    words.map(async (word): Promise<SpaceSide> => {
      const id = spaceIdIn(word);
      if (id !== null && spaces !== null) return liveSide(spaces, id, signal);
      if (isRole(word) && noted !== null) return noted(word);
      return { ...(await readSpaceFile(word)), name: word, space: null };
    }),
  );
}

export async function liveSide(spaces: Spaces, id: string, signal: AbortSignal): Promise<SpaceSide> {
  const space = await spaces.get(id, signal);
  const name = space.title === "" ? id : space.title;
  return { ...inspected(space.serializedSpace, name), name, space };
}

async function ofRun(context: RunContext, run: RunRow, role: Role): Promise<SpaceSide> {
  if (role === "production") return liveSide(context.workspace.spaces, run.space_id, context.signal);
  const { spaces } = context.state;
  const row =
    role === "baseline"
      ? ((await spaces.list({ run_id: run.run_id, role: "production" }))[0] ?? null)
      : await spaces.latest(run.run_id, role);
  if (row !== null) return { ...inspected(row.serialized_space, role), name: role, space: null };
  throw new EnhancerError({
    code: "NOT_FOUND",
    message: `Run ${run.run_id} has noted no ${role}`,
    remedy: "`genie-enhancer status --run` shows how far the run came.",
  });
}

function isRole(word: string): word is Role {
  return roles.some((role) => role === word);
}

/** The configuration; notes what was made of it on the way. @throws EnhancerError SPACE_INVALID naming every member of a wrong type */
export function documentOf(
  side: SpaceSide,
  { console, locale }: Pick<Invocation, "console" | "locale">,
): SpaceDocument {
  const texts = spaceTexts[locale];
  if (side.isWholeAnswer) console.err(`${texts.wholeAnswer(side.name)}\n`);
  if (side.migrated) console.err(`${texts.migrated(side.name)}\n`);
  if (side.document !== null) return side.document;
  const said = (word: "message" | "korean"): string =>
    side.problems
      .filter((problem) => problem.severity === "error")
      .map((problem) => `${problem.path === "" ? texts.whole : problem.path}: ${problem[word]}`)
      .join("; ");
  throw new EnhancerError({
    code: "SPACE_INVALID",
    message: `${side.name} cannot be read as a space's configuration: ${said("message")}`,
    remedy: "Correct the members named; `genie-enhancer space lint` lists them.",
    context: { problems: side.problems, in_korean: `${side.name}: ${said("korean")}` },
  });
}

/** The service may give a metric view back among the tables: where a living space is compared, it stands where the other has it. */
export function comparable(
  one: SpaceSide,
  other: SpaceSide,
  document: SpaceDocument,
  model: SpaceDocument,
): SpaceDocument {
  return one.space === null && other.space === null ? document : withMetricViewsAsIn(model, document);
}

/** @throws EnhancerError SETTINGS_INVALID for another number of words */
export function checkWords(
  { positionals }: Arguments,
  command: string,
  wanted: { readonly least: number; readonly most: number; readonly words: string },
): void {
  if (positionals.length >= wanted.least && positionals.length <= wanted.most) return;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `${command} takes ${wanted.words}, and was given ${positionals.length === 0 ? "nothing" : positionals.map((word) => JSON.stringify(word)).join(", ")}`,
    remedy: `\`genie-enhancer ${command} --help\` shows how it is used; put a path with spaces in quotes.`,
  });
}
