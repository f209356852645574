import { z } from "zod";
import { redact } from "../core/redact.ts";

const attachmentSchema = z.looseObject({
  text: z.looseObject({ content: z.string().default(""), purpose: z.string().optional() }).nullish(),
  query: z.looseObject({ query: z.string().optional() }).nullish(),
});

/** A Genie message, as far as we read it. `id` is the old name of `message_id`. */
export const genieMessageSchema = z.looseObject({
  message_id: z.string().optional(),
  id: z.string().optional(),
  conversation_id: z.string().optional(),
  content: z.string().optional(),
  created_timestamp: z.coerce.number().optional(),
  last_updated_timestamp: z.coerce.number().optional(),
  status: z.string().default("SUBMITTED"),
  attachments: z.array(attachmentSchema).nullish(),
  error: z.looseObject({ error: z.string().nullish(), type: z.string().nullish() }).nullish(),
});

export type GenieMessage = z.output<typeof genieMessageSchema>;

/** The platform writes milliseconds since 1970, its documentation in one place seconds. */
export function milliseconds(timestamp: number): number {
  return timestamp < 1e11 ? timestamp * 1000 : timestamp;
}

/** How long Genie took over a finished message, in seconds; null where the message does not tell. */
export function secondsTaken({ created_timestamp: from, last_updated_timestamp: to }: GenieMessage): number | null {
  return from === undefined || to === undefined ? null : Math.max(0, milliseconds(to) - milliseconds(from)) / 1000;
}

/** How a message stands. A status not in the documentation is still working. */
export type MessageState =
  | { readonly kind: "working" }
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "text"; readonly content: string; readonly followUp: boolean }
  | { readonly kind: "failed"; readonly errorType: string; readonly message: string }
  | { readonly kind: "cancelled" };

/** Reads a message. Attachments are found by what they hold: their order differs, and some have no id. */
export function messageState(message: GenieMessage): MessageState {
  switch (message.status) {
    case "COMPLETED":
    // Its rows are gone, its SQL is not, and we run that ourselves.
    case "QUERY_RESULT_EXPIRED":
      return answerOf(message);
    case "FAILED":
      return {
        kind: "failed",
        errorType: message.error?.type ?? "UNKNOWN",
        message: redact(message.error?.error ?? "Genie gave no reason."),
      };
    case "CANCELLED":
      return { kind: "cancelled" };
    default:
      return { kind: "working" };
  }
}

function answerOf(message: GenieMessage): MessageState {
  const attachments = message.attachments ?? [];
  const sql = attachments.map((attachment) => attachment.query?.query?.trim() ?? "").findLast((text) => text !== "");
  if (sql !== undefined) return { kind: "sql", sql: sql.replace(/;\s*$/u, "") };
  const texts = attachments.flatMap((attachment) => (attachment.text ? [attachment.text] : []));
  return {
    kind: "text",
    content: texts
      .map((text) => text.content.trim())
      .filter((content) => content !== "")
      .join("\n\n"),
    followUp: texts.some((text) => text.purpose === "FOLLOW_UP_QUESTION"),
  };
}
