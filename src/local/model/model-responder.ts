import type { ModelResponder } from "../ports.ts";
import { diagnosis } from "./diagnosis.ts";
import { failureReadings } from "./failure-reading.ts";
import { flatReply } from "./flat-reply.ts";
import { withMischief } from "./mischief.ts";
import { lastJsonBlock, requestDocument } from "./request-document.ts";
import { withoutKnownFailures } from "./lessons.ts";

/**
 * The local stand-in for a served model. A planning request gets fixes of its category, found in its own evidence, with a seeded share
 * of bad ones; `readiness` a yes; `failure_reading` gets a category and a sentence for each; anything else a refusal. The same seed and request give the same reply.
 */
export function modelResponder({ seed }: { readonly seed: string | number }): ModelResponder {
  return ({ prompt, schemaName, schema }) => {
    if (schemaName === "readiness") return { ready: true };
    if (schemaName === "failure_reading") {
      return failureReadings(lastJsonBlock(prompt)) ?? refusal;
    }
    const request = requestDocument(prompt);
    if (request === undefined || request.category !== schemaName) return refusal;
    const sound = withoutKnownFailures(diagnosis(request), request.lessons).filter(
      ({ category }) => category === schemaName,
    );
    return flatReply(withMischief(sound, request, String(seed)), schema);
  };
}

const refusal = { refusal: "This model answers planning requests and readings of failures, and nothing else." };
