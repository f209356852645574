import { EnhancerError } from "../../lib/core/errors.ts";
import { checkLabels } from "../../lib/report/texts/doctor-texts.ts";
import type { RunContext } from "../run-context.ts";
import { allChecks } from "./all-checks.ts";
import type { Known } from "./check.ts";
import { examine, type Examined } from "./examine.ts";

/**
 * What the orchestrator checks before it makes anything: the doctor's checks but those that it answers by doing the thing itself. Warnings
 * are told. @param first whether the run has nothing yet, so that checks that run SQL or ask the model are due
 * @throws EnhancerError of the first check that blocks
 */
export async function requireHealthy(context: RunContext, first: boolean): Promise<Known> {
  const known: Known = {};
  const checks = allChecks.filter(({ orchestrator }) => orchestrator === "also" || (first && orchestrator === "first"));
  const { settings, signal } = context;
  const examined = await examine(
    checks,
    { settings, nodeVersion: process.versions.node, modelCall: first, signal, run: context },
    known,
  );
  const blocking = examined.find(({ severity, outcome }) => severity === "blocks" && outcome.kind === "failing");
  if (blocking !== undefined) throw errorOf(blocking);
  if (first) tellWarnings(context, examined);
  return known;
}

function errorOf({ name, outcome }: Examined): unknown {
  if (outcome.kind !== "failing") return null;
  const { detail, remedy, error, code = "SETTINGS_INVALID" } = outcome;
  if (error !== undefined) return error;
  return new EnhancerError({
    code,
    message: detail.en,
    remedy: remedy.en,
    context: { check: name, in_korean: `${detail.ko}. ${remedy.ko}` },
  });
}

function tellWarnings({ report, settings: { locale } }: RunContext, examined: readonly Examined[]): void {
  for (const { name, outcome } of examined) {
    if (outcome.kind !== "failing") continue;
    const label = checkLabels[name][locale];
    report({ kind: "problem", message: `${label}: ${outcome.detail[locale]}. ${outcome.remedy[locale]}` });
  }
}
