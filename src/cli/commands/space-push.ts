import { EnhancerError } from "../../lib/core/errors.ts";
import { systemIds } from "../../lib/core/random.ts";
import type { Workspace } from "../../lib/databricks/workspace-client.ts";
import { spaceTexts } from "../../lib/report/texts/space-texts.ts";
import { withParticles } from "../../lib/report/korean-particles.ts";
import { isBundleFolder } from "../../lib/space/bundle-folder.ts";
import { canonicalSpace, spaceDigest } from "../../lib/space/canonical.ts";
import type { SpaceChange } from "../../lib/space/diff.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import type { SpaceProblem } from "../../lib/space/problem.ts";
import { validateSpace } from "../../lib/space/validate.ts";
import { planPush, type PushPlan, type PushPorts, pushSpace } from "../../runs/push-space.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { confirm } from "../confirm.ts";
import { changesInWords, findingOf, problemsInWords } from "../show-space.ts";
import { readSpaceFile } from "../space-file.ts";
import { checkWords, documentOf, spaceIdIn, type SpaceSide } from "../space-side.ts";
import { withSpaces } from "../with-spaces.ts";
import { withWorkspace } from "../with-workspace.ts";
import { noId, wantedSpace } from "./space-pull.ts";

export const spacePushCommand: Command = {
  name: "space push",
  usage: "space push FILE [ID] [--yes] [--force]",
  en: "write a configuration to a space: shows what changes, asks, guards against edits meanwhile, reads back",
  ko: "구성을 스페이스에 저장(변경을 보여 주고 물은 뒤, 그사이의 편집을 지키며 저장하고 확인)",
  options: [
    { name: "yes", type: "boolean", en: "answer yes where it would ask", ko: "묻는 곳에서 예로 답함" },
    {
      name: "force",
      type: "boolean",
      en: "write a space that a bundle deploys, too",
      ko: "번들이 배포하는 스페이스에도 저장",
    },
  ],
  takesWords: true,
  takesSettings: true,
  check: async (words) => {
    checkWords(words, "space push", { least: 1, most: 2, words: "a file, and the id of the space to write" });
    const [, id] = words.positionals;
    if (id !== undefined && spaceIdIn(id) === null) throw noId(id);
  },
  run: async (invocation) => {
    const [file = "", word] = invocation.arguments.positionals;
    if (spaceIdIn(file) !== null) throw noFile(file);
    const spaceId = wantedSpace(invocation, word);
    const side: SpaceSide = { ...(await readSpaceFile(file)), name: file, space: null };
    const texts = spaceTexts[invocation.locale];
    // What is out of order in the file is put in order on the way.
    const broken = side.problems.filter(({ severity, code }) => severity === "error" && code !== "wrong_order");
    if (side.document === null) return refused(invocation, spaceId, file, broken);
    const document = canonicalSpace(documentOf(side, invocation));
    const problems = validateSpace(document);
    if (problems.some((problem) => problem.severity === "error")) return refused(invocation, spaceId, file, problems);
    if (problems.length > 0) invocation.console.err(`${problemsInWords(problems, invocation)}\n`);
    if (invocation.resolved.settings.warehouse_id === null) {
      return withSpaces(invocation, (workspace) =>
        push(invocation, { spaceId, document, file }, workspace, () => {
          invocation.console.err(`${texts.push.noWarehouse}\n`);
          return Promise.resolve(null);
        }),
      );
    }
    return withWorkspace(invocation, ({ workspace, state }) =>
      push(invocation, { spaceId, document, file }, workspace, async () => {
        const { userName } = await workspace.whoAmI(invocation.signal);
        if ((await state.check()).problems.length === 0) return { state, actor: userName };
        invocation.console.err(`${texts.push.unrecorded}\n`);
        return null;
      }),
    );
  },
};

type Wanted = { readonly spaceId: string; readonly document: SpaceDocument; readonly file: string };

async function push(
  invocation: Invocation,
  { spaceId, document, file }: Wanted,
  workspace: Workspace,
  openRecord: () => Promise<PushPorts["record"]>,
): Promise<ExitCode> {
  const { console, signal, locale } = invocation;
  const texts = spaceTexts[locale].push;
  const say = (text: string): void => console.err(`${locale === "ko" ? withParticles(text) : text}\n`);
  const plan = await planPush(workspace.spaces, spaceId, document, signal);
  const { space } = plan;
  const title = space.title === "" ? spaceId : space.title;
  const ended = (outcome: Outcome, more: Partial<Answer> = {}): ExitCode => {
    if (invocation.json) console.out(`${JSON.stringify({ ...answerOf(plan), outcome, ...more })}\n`);
    return outcome === "written" || outcome === "unchanged" ? 0 : 2;
  };
  if (plan.changes.length === 0) {
    say(texts.unchanged(title));
    return ended("unchanged", { verified: true });
  }
  say(texts.shown(plan.changes.length, title, spaceId));
  const words = `${changesInWords(plan.before, plan.document, invocation)}\n`;
  if (invocation.json) console.err(words);
  else console.out(words);
  const folder = space.parentPath ?? "";
  const isBundled = isBundleFolder(space.parentPath);
  if (isBundled && invocation.arguments.options["force"] !== true) {
    say(texts.bundle(folder));
    return ended("bundled");
  }
  if (isBundled) say(texts.forced(folder));
  if (!(await confirm(invocation, { question: texts.question(title), noTerminal: texts.noTerminal }))) {
    say(texts.declined);
    return ended("declined");
  }
  const record = await openRecord();
  const ports = { spaces: workspace.spaces, ids: systemIds, signal, record };
  const pushed = await pushSpace(plan, `pushed from ${file}`, ports);
  if (pushed.kind === "moved") {
    say(texts.moved(title));
    console.err(`${changesInWords(plan.before, pushed.now, invocation)}\n`);
    return ended("moved", { after: spaceDigest(pushed.now), conflicts: pushed.theirs });
  }
  say(texts.done(title, pushed.before.slice(0, 12), pushed.after.slice(0, 12)));
  return ended("written", { after: pushed.after, verified: true, recorded: record !== null });
}

type Outcome = "written" | "unchanged" | "declined" | "moved" | "bundled" | "invalid";

/** The shape with `--json`, beside the outcome. Digests are of configurations; `conflicts` is what somebody else changed meanwhile. */
type Answer = {
  readonly space_id: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly verified: boolean;
  readonly recorded: boolean;
  readonly changes: readonly SpaceChange[];
  readonly conflicts: readonly SpaceChange[];
};

function answerOf({ space, before, changes }: PushPlan): Answer {
  const digest = spaceDigest(before);
  const nothing = { verified: false, recorded: false, conflicts: [] };
  return { space_id: space.spaceId, before: digest, after: digest, ...nothing, changes };
}

function refused(invocation: Invocation, spaceId: string, file: string, problems: readonly SpaceProblem[]): ExitCode {
  const { console, json, locale } = invocation;
  console.err(`${problemsInWords(problems, invocation)}\n`);
  const text = spaceTexts[locale].invalid(file);
  console.err(`${locale === "ko" ? withParticles(text) : text}\n`);
  if (json) {
    const findings = problems.map((problem) => findingOf(problem, invocation));
    const answer = { space_id: spaceId, before: null, after: null, verified: false, recorded: false, changes: [] };
    console.out(
      `${JSON.stringify({ ...answer, conflicts: [], outcome: "invalid" satisfies Outcome, problems: findings })}\n`,
    );
  }
  return 2;
}

function noFile(word: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `The file to push comes first, and ${word} is a space`,
    remedy: "Give the file, then the space's id: genie-enhancer space push FILE ID.",
  });
}
