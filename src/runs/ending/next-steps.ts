import type { Promotion } from "../../lib/gate/promotion.ts";
import { geniespaceFileName } from "../../lib/space/bundle-folder.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";

type Words = Readonly<Record<Locale, string>>;
type Ended = Pick<RunRow, "run_id" | "status" | "outcome" | "reason" | "job_id" | "space_id" | "space_name">;

/** What a person does next, with the exact command, in Markdown. A command ends its sentence, so that no particle must follow it. */
export function nextSteps(run: Ended, promotion: Promotion | null, promoted: boolean, isLocal: boolean): Words {
  const where = run.job_id === null ? (isLocal ? " --local" : "") : ` --job-id ${run.job_id}`;
  const command = (name: string): string => `\`npx genie-enhancer ${name} --run ${run.run_id}${where}\``;
  if (promoted) {
    return {
      en: `Production was written and read back. To take it back and keep later edits: ${command("rollback")}`,
      ko: `운영 스페이스에 쓰고 다시 읽어 확인했습니다. 이후의 편집은 남기고 되돌리려면: ${command("rollback")}`,
    };
  }
  if (run.outcome === "CONFLICT") {
    return {
      en: `Production is unchanged: somebody edited the same places since the run began. Settle those edits in the space, then: ${command("promote")}`,
      ko: `운영 스페이스는 그대로입니다. 실행이 시작된 뒤 누군가 같은 곳을 편집했습니다. 스페이스에서 그 편집을 정리한 뒤: ${command("promote")}`,
    };
  }
  if (run.status === "AWAITING_APPROVAL") {
    const [walk, approve] = [command("review"), command("review --approve")];
    return {
      en: `Production is unchanged. The plan waits for a person. To go through it fix by fix, approving, rejecting or editing each: ${walk}. To approve all of it: ${approve}; \`--reject\` leaves it out, and \`--stop\` ends the run.`,
      ko: `운영 스페이스는 그대로입니다. 계획이 사람의 결정을 기다립니다. 수정을 하나씩 보며 승인, 거부, 편집하려면: ${walk}. 모두 승인하려면: ${approve}. 계획을 거부하는 플래그는 \`--reject\`, 실행을 끝내는 플래그는 \`--stop\`.`,
    };
  }
  if (promotion !== null && promotion.verdict !== "REJECT" && isDeployed(promotion)) return handedOver(run, command);
  switch (promotion?.verdict) {
    case "PROMOTE":
      return {
        en: `Production is unchanged. To bring what was proven to it: ${command("promote")}`,
        ko: `운영 스페이스는 그대로입니다. 증명된 변경을 반영하려면: ${command("promote")}`,
      };
    case "HOLD":
      if (run.status === "BUDGET_EXHAUSTED") {
        return {
          en: `Production is unchanged. What was kept never had its last exam, because a limit of the run left no room for it: raise that limit in this command: ${command("resume")}`,
          ko: `운영 스페이스는 그대로입니다. 한도가 부족해 유지된 수정이 최종 시험을 치르지 못했습니다. 다음 명령에 더 높은 한도를 주십시오: ${command("resume")}`,
        };
      }
      return {
        en: `Production is unchanged. Read which rules failed, then give the run another loop, or promote what was proven all the same: ${command("promote")}`,
        ko: `운영 스페이스는 그대로입니다. 실패한 규칙을 확인한 뒤 반복을 더 주거나, 증명된 변경만 반영하려면: ${command("promote")}`,
      };
    case "REJECT":
      return {
        en: "Production is unchanged and should stay so: dev-best is worse somewhere, and the decision table says where. Look at those questions, mend the exam or the data where they are at fault, and start another run.",
        ko: "운영 스페이스는 그대로이며, 그대로 두어야 합니다. dev-best가 나빠진 곳이 있고 결정 표에 적혀 있습니다. 해당 문항을 살펴보고, 시험이나 데이터의 잘못이면 고친 뒤 다시 실행하십시오.",
      };
    case undefined:
      return withoutTable(run, command);
  }
}

function isDeployed({ rules }: Promotion): boolean {
  return rules.some((rule) => rule.rule === "bundle_folder" && rule.verdict === "WARN");
}

/** Two commands: the way that a bundle's space is meant to change, and the way past it. */
function handedOver(run: Ended, command: (name: string) => string): Words {
  const file = geniespaceFileName(run.space_name ?? run.space_id);
  const forced = command("promote").replace(/`$/u, " --force`");
  return {
    en: `Production is unchanged: it lies in a bundle's folder, and the bundle's next deployment would overwrite what is written there. Promoting puts \`${file}\` among the run's files, to be reviewed into the bundle: ${command("promote")}. To write the space all the same: ${forced}`,
    ko: `운영 스페이스는 그대로입니다. 번들 폴더에 있어 여기에 쓴 내용은 번들의 다음 배포가 덮어씁니다. 승격하면 구성을 담은 파일(\`${file}\`)이 실행 파일에 추가되므로, 검토를 거쳐 번들에 반영하십시오: ${command("promote")}. 그래도 스페이스에 직접 쓰려면: ${forced}`,
  };
}

function withoutTable(run: Ended, command: (name: string) => string): Words {
  if (run.outcome === "EXAM_NOT_FIT" && run.status === "BLOCKED") {
    return {
      en: 'Production is unchanged and no question was asked: the exam is not fit to measure by. "Is the exam fit?" names the questions and what to do about each; mend them and run again. `npx genie-enhancer exam lint` looks at them without starting a run.',
      ko: "운영 스페이스는 그대로입니다. 시험이 측정에 적합하지 않습니다. ‘시험은 적합한가’에 문항과 고칠 점이 있습니다. 고친 뒤 다시 실행하십시오. 실행 없이 점검만 하려면: `npx genie-enhancer exam lint`",
    };
  }
  switch (run.status) {
    case "STOPPED":
    case "FAILED":
      return {
        en: `Production is unchanged. To take the run up where it was: ${command("resume")}`,
        ko: `운영 스페이스는 그대로입니다. 멈춘 곳에서 이어 가려면: ${command("resume")}`,
      };
    case "BUDGET_EXHAUSTED":
      return {
        en: `Production is unchanged. The run used up what it may use, or needs more than it may: to go on where it was, raise that limit in this command: ${command("resume")}`,
        ko: `운영 스페이스는 그대로입니다. 실행이 한도를 다 썼거나 한도가 부족합니다. 멈춘 곳에서 이어 가려면 다음 명령에 더 높은 한도를 주십시오: ${command("resume")}`,
      };
    case "RUNNING":
    case "NEEDS_ANOTHER_LOOP":
    case "AWAITING_APPROVAL":
      return {
        en: `Production is unchanged and the run is not over. To see how it stands: ${command("status")}`,
        ko: `운영 스페이스는 그대로이며 실행이 아직 끝나지 않았습니다. 진행 상황을 보려면: ${command("status")}`,
      };
    case "TARGET_REACHED":
      return {
        en: "Production is unchanged: it passed the exam before any change. Add questions that it gets wrong, and run again.",
        ko: "운영 스페이스는 그대로입니다. 변경 전에 이미 시험을 통과했습니다. 틀리는 질문을 시험에 더한 뒤 다시 실행하십시오.",
      };
    case "PLATEAU":
    case "MAX_LOOPS":
    case "BLOCKED":
      return {
        en: "Production is unchanged: nothing was proven to help. Add questions that fail to the exam, or choose another model, and run again.",
        ko: "운영 스페이스는 그대로입니다. 효과가 증명된 변경이 없습니다. 틀리는 질문을 시험에 더하거나 다른 모델로 다시 실행하십시오.",
      };
  }
}
