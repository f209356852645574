import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import type { RunStatus } from "../../../lib/state/words.ts";
import { holderOf } from "../../claim-space.ts";
import { areKept } from "../../ending/clean-up.ts";
import { type Check, type Connected, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

/** Statuses after which nobody decides anything by a run's clones. */
const brokeOff: readonly RunStatus[] = ["FAILED", "STOPPED"];

/** Clones of this space that other runs have left. Told by what their description says, since anybody may give any title. */
export const leftoverClones: Check = {
  name: "leftover_clones",
  kind: "workspace",
  severity: "warns",
  needs: ["state_columns", "space_edit"],
  orchestrator: "itself",
  run: async (context, known) => {
    const { run, settings, signal } = context;
    const { title } = knownFact(known, "body");
    const titles = [settings.dev_best_suffix, settings.dev_working_suffix].map((suffix) => `${title}${suffix}`);
    const holder = (await holderOf(run, settings.space_id ?? ""))?.holder ?? null;
    const clones = (await run.workspace.spaces.list(signal)).flatMap(({ spaceId, title: name, description }) => {
      const runId = /^Made by genie-enhancer for run (?<run>\w+)/u.exec(description)?.groups?.["run"];
      return runId === undefined || runId === holder || !titles.includes(name) ? [] : { spaceId, name, runId };
    });
    const byRun = Map.groupBy(clones, ({ runId }) => runId);
    const commands: string[] = [];
    const found: string[] = [];
    for (const [runId, left] of byRun) {
      const fate = await fateOf(context, runId);
      if (fate === "needed") continue;
      found.push(...left.map(({ name, spaceId }) => `"${name}" (${spaceId}, run ${runId})`));
      if (fate === "left") commands.push(`genie-enhancer discard --run ${runId}`);
      else commands.push(...left.map(({ spaceId }) => `databricks genie trash-space ${spaceId}`));
    }
    if (found.length === 0) return ok(findings.clonesNone);
    return failing(findings.clonesLeft(found.join(", ")), "you", runThis(commands.join(" && ")));
  },
};

/** `unknown`: of a run that no table here knows, such as one of another deployment. */
async function fateOf({ run }: Connected, runId: string): Promise<"needed" | "left" | "unknown"> {
  const row = await run.state.runs.get(runId);
  if (row === null) return "unknown";
  return brokeOff.includes(row.status) && !(await areKept(run, runId)) ? "left" : "needed";
}
