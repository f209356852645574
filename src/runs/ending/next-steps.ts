import type { Promotion } from "../../lib/gate/promotion.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";

type Words = Readonly<Record<Locale, string>>;
type Ended = Pick<RunRow, "run_id" | "status" | "outcome" | "reason" | "job_id">;

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
    const approve = command("review --decision APPROVE");
    return {
      en: `Production is unchanged. The plan waits for a person: REJECT instead of APPROVE leaves it out, \`--fixes 1,3\` speaks of single fixes, and STOP ends the run. To approve all of it: ${approve}`,
      ko: `운영 스페이스는 그대로입니다. 계획이 사람의 결정을 기다립니다. APPROVE 대신 REJECT는 계획을 거부하고 STOP은 실행을 끝내며, 일부 수정만 결정할 때는 번호를 더합니다(\`--fixes 1,3\`). 모두 승인하려면: ${approve}`,
    };
  }
  switch (promotion?.verdict) {
    case "PROMOTE":
      return {
        en: `Production is unchanged. To bring what was proven to it: ${command("promote")}`,
        ko: `운영 스페이스는 그대로입니다. 증명된 변경을 반영하려면: ${command("promote")}`,
      };
    case "HOLD":
      return {
        en: `Production is unchanged. Read which rules failed, then start another run, or promote what was proven all the same: ${command("promote")}`,
        ko: `운영 스페이스는 그대로입니다. 실패한 규칙을 확인한 뒤 새로 실행하거나, 증명된 변경만 반영하려면: ${command("promote")}`,
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

function withoutTable(run: Ended, command: (name: string) => string): Words {
  switch (run.status) {
    case "STOPPED":
    case "FAILED":
      return {
        en: `Production is unchanged. To take the run up where it was: ${command("resume")}`,
        ko: `운영 스페이스는 그대로입니다. 멈춘 곳에서 이어 가려면: ${command("resume")}`,
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
    case "BUDGET_EXHAUSTED":
    case "BLOCKED":
      return {
        en: "Production is unchanged: nothing was proven to help. Add questions that fail to the exam, or choose another model, and run again.",
        ko: "운영 스페이스는 그대로입니다. 효과가 증명된 변경이 없습니다. 틀리는 질문을 시험에 더하거나 다른 모델로 다시 실행하십시오.",
      };
  }
}
