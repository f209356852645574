import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { both } from "../../../lib/report/texts/doctor-texts.ts";
import { parseSpace } from "../../../lib/space/document.ts";
import type { SpaceProblem } from "../../../lib/space/problem.ts";
import { validateSpace } from "../../../lib/space/validate.ts";
import { type Check, failing, ok } from "../check.ts";
import { knownFact } from "../known-fact.ts";

/** Rules shown by name; the rest is counted. */
const mostShown = 5;

/** A space that breaks the platform's rules can be read but not cloned. */
export const spaceDocument: Check = {
  name: "space_document",
  kind: "workspace",
  severity: "blocks",
  needs: ["space_edit"],
  orchestrator: "also",
  run: (_context, known) => {
    const { serializedSpace, title } = knownFact(known, "body");
    const document = parseSpace(serializedSpace);
    const problems = validateSpace(document).filter(({ severity }) => severity === "error");
    if (problems.length === 0) {
      known.document = document;
      return ok(findings.documentOk);
    }
    const found = both(findings.documentBroken(problems.length), {
      en: `(${listed(problems, "message")})`,
      ko: `(${listed(problems, "korean")})`,
    });
    return failing(found, "space_owner", findings.documentMend, { error: brokenSpace(title, problems) });
  },
};

function listed(problems: readonly SpaceProblem[], language: "message" | "korean"): string {
  return problems
    .slice(0, mostShown)
    .map((problem) => `${problem.path}: ${problem[language]}`)
    .join("; ");
}

function brokenSpace(title: string, problems: readonly SpaceProblem[]): EnhancerError {
  const rules = `${String(problems.length)} rule${problems.length === 1 ? "" : "s"}`;
  return new EnhancerError({
    code: problems.some((problem) => problem.code === "over_limit") ? "LIMIT_EXCEEDED" : "SPACE_INVALID",
    message: `The space "${title}" breaks ${rules}: ${listed(problems, "message")}`,
    remedy: "Mend these in the space first: no clone of it would be accepted.",
    context: { problems },
  });
}
