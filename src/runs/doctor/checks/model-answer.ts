import { EnhancerError } from "../../../lib/core/errors.ts";
import { findings } from "../../../lib/report/texts/doctor-findings.ts";
import { runThis } from "../../../lib/report/texts/doctor-texts.ts";
import { type Check, failing, type Known, ok, type Outcome, skipped } from "../check.ts";
import { knownFact } from "../known-fact.ts";
import { endpointPermission } from "./model.ts";

/** Enough for the answer asked for. */
const mostTokens = 50;

const schema = {
  type: "object",
  properties: { ready: { type: "boolean" } },
  required: ["ready"],
  additionalProperties: false,
} as const;

/** Asks the model one small question, with an answer in JSON as planning needs it. */
export const modelAnswer: Check = {
  name: "model_answer",
  kind: "workspace",
  severity: "blocks",
  needs: ["model_ready"],
  orchestrator: "first",
  run: async ({ run: { workspace }, modelCall, signal }, known) => {
    if (!modelCall) return skipped(findings.answerLeftOut);
    const { name } = knownFact(known, "model");
    try {
      const { text } = await workspace.serving.chat({
        endpoint: name,
        system: "You answer with one JSON object and nothing else.",
        prompt: 'Answer {"ready": true}.',
        schemaName: "readiness",
        schema,
        maxTokens: mostTokens,
        signal,
      });
      if (isAsAsked(text)) return ok(findings.answerOk);
      const found = findings.answerBad(name, findings.answerText.en);
      const korean = findings.answerBad(name, findings.answerText.ko);
      return failing({ en: found.en, ko: korean.ko }, "you", findings.answerOther, { code: "BAD_RESPONSE" });
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError)) throw thrown;
      return refusal(thrown, name, known);
    }
  },
};

function isAsAsked(text: string): boolean {
  try {
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === "object" && parsed !== null && "ready" in parsed && typeof parsed.ready === "boolean";
  } catch {
    return false;
  }
}

function refusal(error: EnhancerError, name: string, known: Known): Outcome {
  // A model that thinks before it answers needs more than that; it took the schema all the same.
  if (error.context["cut"] === true) return ok(findings.answerOk);
  const { userName } = knownFact(known, "identity");
  if (error.code === "PERMISSION_DENIED") {
    return /rate limit of 0/iu.test(error.message)
      ? failing(findings.modelOff(name), "workspace_admin", findings.modelSwitchOn(name), { error })
      : failing(
          findings.modelRefused(name, userName, "CAN QUERY"),
          "workspace_admin",
          runThis(endpointPermission(name, "CAN_QUERY", userName)),
          { error },
        );
  }
  // Anything else, such as a throttled model, is told as it is.
  if (error.code !== "BAD_REQUEST" && error.code !== "BAD_RESPONSE") throw error;
  return failing(findings.answerBad(name, error.message), "you", findings.answerOther, { error });
}
