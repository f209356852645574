import { doctorWords } from "../../lib/report/texts/doctor-texts.ts";
import { checkLabels } from "../../lib/report/texts/doctor-texts.ts";
import { allChecks } from "../../runs/doctor/all-checks.ts";
import type { DoctorContext } from "../../runs/doctor/check.ts";
import { examine, type Examined } from "../../runs/doctor/examine.ts";
import { findingsOf, linesOf, waiting, weigh } from "../../runs/doctor/findings-of.ts";
import { connectRun } from "../../wiring/connect-run.ts";
import type { Command, ExitCode, Invocation } from "../command.ts";
import { caOf } from "../local-settings.ts";
import { createProgress } from "../progress.ts";

export const doctorCommand: Command = {
  name: "doctor",
  usage: "doctor [--no-model-call] [settings]",
  en: "every permission, endpoint, limit and setting that a run will need, checked now, each with its remedy",
  ko: "실행에 필요한 권한·엔드포인트·한도·설정을 지금 모두 점검하고 해결 방법을 안내",
  options: [
    {
      name: "no-model-call",
      type: "boolean",
      en: "leave out the one small question to the model",
      ko: "모델에 짧은 질문 한 번을 보내는 점검을 생략",
    },
  ],
  takesSettings: true,
  run: async (invocation) => {
    const examined = await look(invocation);
    tell(invocation, examined);
    const { blocking, warning } = weigh(examined);
    return (blocking + warning === 0 ? 0 : 2) satisfies ExitCode;
  },
};

/** First the settings by themselves: without them there is nothing to connect to. */
async function look(invocation: Invocation): Promise<readonly Examined[]> {
  const { settings } = invocation.resolved;
  const context: DoctorContext = {
    settings,
    nodeVersion: process.versions.node,
    modelCall: invocation.arguments.options["no-model-call"] !== true,
    signal: invocation.signal,
    run: null,
  };
  const alone = await examine(allChecks, context);
  if (weigh(alone).blocking > 0) return alone;
  const { context: run, close } = await connectRun(settings, {
    environment: invocation.environment,
    signal: invocation.signal,
    report: createProgress(invocation.console, invocation.locale),
    caPem: await caOf(invocation.environment),
  });
  try {
    return await examine(allChecks, { ...context, run });
  } finally {
    await close();
  }
}

function tell({ console, json, locale }: Invocation, examined: readonly Examined[]): void {
  if (!json) {
    console.out(`${linesOf(examined, locale).join("\n")}\n`);
    return;
  }
  console.out(`${JSON.stringify(findingsOf(examined, locale))}\n`);
  const left = waiting(examined);
  if (left.length === 0) return;
  console.err(`${doctorWords.notLooked(left.map((name) => checkLabels[name][locale]).join(", "))[locale]}\n`);
}
