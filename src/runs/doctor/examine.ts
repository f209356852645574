import { EnhancerError, toEnhancerError } from "../../lib/core/errors.ts";
import { type CheckName, checkLabels, doctorWords, type Who } from "../../lib/report/texts/doctor-texts.ts";
import { type Check, type Connected, type DoctorContext, failing, type Known, type Outcome, skipped } from "./check.ts";

/** A check and what it came to. */
export type Examined = {
  readonly name: CheckName;
  readonly severity: Check["severity"];
  readonly outcome: Outcome;
};

/** Runs checks one after the other; one whose prerequisite is not in order is skipped. Leaves what they found out in `known`. */
export async function examine(
  checks: readonly Check[],
  context: DoctorContext,
  known: Known = {},
): Promise<readonly Examined[]> {
  const done = new Map<CheckName, Examined>();
  for (const check of checks) {
    const outcome = await outcomeOf(check, context, known, done);
    const own = outcome.kind === "failing" ? outcome.severity : undefined;
    done.set(check.name, { name: check.name, severity: own ?? check.severity, outcome });
  }
  return [...done.values()];
}

async function outcomeOf(
  check: Check,
  context: DoctorContext,
  known: Known,
  done: ReadonlyMap<CheckName, Examined>,
): Promise<Outcome> {
  // A check that is not among those that are run is taken for in order: whoever leaves it out knows.
  const behind = check.needs.find((name) => (done.get(name)?.outcome.kind ?? "ok") !== "ok");
  if (behind !== undefined) return skipped(doctorWords.behind(checkLabels[behind]));
  try {
    if (check.kind === "settings") return check.run(context);
    return isConnected(context) ? await check.run(context, known) : skipped(doctorWords.noConnection);
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    const error = toEnhancerError(thrown);
    if (error.code === "INTERNAL" || error.code === "INTERRUPTED") throw error;
    return failing(doctorWords.notLookedInto(error.message), whoActsOn(error), doctorWords.lookAgain(error.remedy), {
      error,
    });
  }
}

function isConnected(context: DoctorContext): context is Connected {
  return context.run !== null;
}

function whoActsOn({ code }: EnhancerError): Who {
  return code === "PERMISSION_DENIED" ? "workspace_admin" : "you";
}
