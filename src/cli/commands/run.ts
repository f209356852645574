import { runInline } from "../../inline.ts";
import { writeRunFiles } from "../../runs/ending/run-files.ts";
import type { Command, ExitCode } from "../command.ts";
import { engineOption } from "../engine-option.ts";
import { checkFollowing, followOption } from "../follow-options.ts";
import { exitCodeOf, showEnd } from "../show-end.ts";
import { inlineOnly, withWorkspace } from "../with-workspace.ts";
import { runAsJob } from "./run-as-job.ts";

export const runCommand: Command = {
  name: "run",
  usage: "run [--inline | --job] [settings]",
  en: "the whole job, loop after loop until the target score",
  ko: "목표 점수까지 반복을 되풀이하는 전체 작업",
  options: [
    {
      name: "inline",
      type: "boolean",
      en: "all stages in this process (the default)",
      ko: "모든 단계를 이 프로세스에서(기본값)",
    },
    {
      name: "job",
      type: "boolean",
      en: "as runs of the deployed job, with the settings given as its parameters; follows its loops",
      ko: "배포된 작업의 실행으로, 지정한 설정을 작업 매개변수로 전달하고 반복을 지켜봄",
    },
    {
      name: "no-wait",
      type: "boolean",
      en: "with --job: start it and follow nothing",
      ko: "--job과 함께: 시작만 하고 지켜보지 않음",
    },
    followOption,
    {
      name: "fresh",
      type: "boolean",
      en: "with --local: forget .local/ and load the demo anew",
      ko: "--local과 함께: .local/을 지우고 데모를 새로 불러옴",
    },
    { ...engineOption, en: `with --local: ${engineOption.en}`, ko: `--local과 함께: ${engineOption.ko}` },
  ],
  takesSettings: true,
  check: checkFollowing,
  run: (invocation) =>
    invocation.arguments.options["job"] === true
      ? runAsJob(invocation)
      : withWorkspace<ExitCode>(inlineOnly(invocation), async (context) => {
          const runId = await runInline(context, "", 1);
          const { report, files } = await writeRunFiles(context, runId);
          showEnd(invocation, report, files);
          return exitCodeOf(report.status);
        }),
};
