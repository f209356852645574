import type { Promotion } from "../../lib/gate/promotion.ts";
import type { Choice } from "../../lib/report/choices.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";

type Ended = Pick<RunRow, "run_id" | "status" | "job_id" | "dev_best_space_id" | "dev_working_space_id">;

/**
 * What a person may do with a run that proved something and is not promoted yet, the likeliest first: promote it, give it another loop, leave
 * its clones standing, or drop them. A rejected run is not offered for promotion, and clones that are gone are not offered at all.
 */
export function choicesOfRun(
  run: Ended,
  promotion: Promotion | null,
  promoted: boolean,
  isLocal: boolean,
): readonly Choice[] {
  if (promotion === null || promoted) return [];
  const where = run.job_id === null ? (isLocal ? " --local" : "") : ` --job-id ${run.job_id}`;
  const command = (name: Choice["choice"]): string => `npx genie-enhancer ${name} --run ${run.run_id}${where}`;
  const isDeployed = promotion.rules.some((rule) => rule.rule === "bundle_folder" && rule.verdict === "WARN");
  const promote: Choice = {
    choice: "promote",
    label: { en: "Promote", ko: "승격" },
    words: isDeployed
      ? { en: "put the configuration among the run's files, for a review", ko: "구성을 실행 파일로 내보내 검토받음" }
      : {
          en: "merge what was proven into production and read it back",
          ko: "증명된 것을 운영에 병합하고 다시 읽어 확인",
        },
    command: command("promote"),
  };
  const goOn: Choice = {
    choice: "continue",
    label: { en: "Continue", ko: "계속" },
    words: { en: "give the run another loop", ko: "실행에 반복을 한 번 더 줌" },
    command: command("continue"),
  };
  const keep: Choice = {
    choice: "keep",
    label: { en: "Keep", ko: "보관" },
    words: { en: "leave the clones standing, whatever is decided later", ko: "나중에 무엇을 정하든 복제본을 남겨 둠" },
    command: command("keep"),
  };
  const discard: Choice = {
    choice: "discard",
    label: { en: "Discard", ko: "폐기" },
    words: { en: "trash the clones and keep the record", ko: "복제본을 지우고 기록만 유지" },
    command: command("discard"),
  };
  const mayGoOn = run.status === "STOPPED" || run.status === "FAILED" ? [] : [goOn];
  const clones = run.dev_best_space_id === null && run.dev_working_space_id === null ? [] : [keep, discard];
  switch (promotion.verdict) {
    case "PROMOTE":
      return [promote, ...mayGoOn, ...clones];
    case "HOLD":
      return [...mayGoOn, promote, ...clones];
    case "REJECT":
      return [...mayGoOn, ...clones];
  }
}
