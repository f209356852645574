import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { baselineRepeats } from "../../asking/baseline.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

/** Storing what a stage has takes some time after its own limit. */
const marginSeconds = 300;

/** Whether a stage that asks the whole exam is done, or hands over, before its task is ended. */
export const jobTime: Check = {
  name: "job_time",
  kind: "workspace",
  severity: "warns",
  needs: ["job", "exam"],
  orchestrator: "itself",
  run: ({ settings }, known) => {
    const { taskSeconds, parameters } = knownFact(known, "job");
    const { questions_per_minute: perMinute, quota_share: share } = settings;
    if (taskSeconds === null || perMinute === null) return ok(findings.timeOk);
    const ofJob = Number(parameters["stage_time_limit"] ?? "");
    const handsOver = settings.stage_time_limit || ofJob || Infinity;
    const visible = knownFact(known, "exam").questions.filter(({ split }) => split === "visible").length;
    const scoring = ((visible * baselineRepeats) / (perMinute * share)) * 60;
    if (Math.min(scoring, handsOver) + marginSeconds <= taskSeconds) return ok(findings.timeOk);
    return failing(
      findings.timeShort(Math.ceil(scoring / 60), Math.floor(taskSeconds / 60)),
      "you",
      findings.timeGive(Math.max(60, Math.floor(taskSeconds / 2))),
    );
  },
};
