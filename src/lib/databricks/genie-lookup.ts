import { z } from "zod";
import { genieMessageSchema } from "./genie-message.ts";
import type { Http } from "./http.ts";
import { readReply } from "./read-reply.ts";

const conversationsSchema = z.looseObject({
  conversations: z
    .array(
      z.looseObject({
        conversation_id: z.string(),
        title: z.string().nullish(),
        created_timestamp: z.coerce.number().default(0),
      }),
    )
    .default([]),
});
const messagesSchema = z.looseObject({ messages: z.array(genieMessageSchema).default([]) });

type Lookup = {
  readonly http: Http;
  readonly spaceId: string;
  readonly question: string;
  /** When the question was asked. */
  readonly since: Date;
  /** Conversations that belong to other askings of ours. */
  readonly taken: ReadonlySet<string>;
  readonly signal: AbortSignal;
};

/** How far the platform's clock may be behind ours. */
const clockSlackMs = 60_000;

/**
 * Finds the conversation that a lost answer to start-conversation has left behind: a recent one, not ours already, whose
 * first message is the question. Null when there is none.
 */
export async function findLostConversation(
  lookup: Lookup,
): Promise<{ readonly conversationId: string; readonly messageId: string } | null> {
  const { http, spaceId, question, taken, signal } = lookup;
  const base = `/api/2.0/genie/spaces/${encodeURIComponent(spaceId)}/conversations`;
  const call = { method: "GET", route: "genie.conversations", subject: spaceId, signal } as const;
  const listed = await http({ ...call, path: base, query: { page_size: 50 } });
  const since = lookup.since.getTime() - clockSlackMs;
  const candidates = readReply(conversationsSchema, listed, call.route)
    .conversations.filter((item) => !taken.has(item.conversation_id))
    .filter((item) => milliseconds(item.created_timestamp) >= since)
    .filter((item) => mayBeTitled(item.title ?? "", question))
    .toSorted((left, right) => milliseconds(right.created_timestamp) - milliseconds(left.created_timestamp));
  for (const { conversation_id: conversationId } of candidates) {
    const reply = await http({ ...call, path: `${base}/${encodeURIComponent(conversationId)}/messages` });
    const messages = readReply(messagesSchema, reply, call.route).messages;
    const found = messages.length === 1 ? messages.find((message) => message.content === question) : undefined;
    const messageId = found?.message_id ?? found?.id;
    if (messageId !== undefined && !taken.has(conversationId)) return { conversationId, messageId };
  }
  return null;
}

/** A title is the question, cut or not; without one, the messages decide. */
function mayBeTitled(title: string, question: string): boolean {
  const shown = title.replace(/(?:…|\.{3})$/u, "").trim();
  return shown === "" || question.trim().startsWith(shown) || shown.startsWith(question.trim());
}

/** The platform writes milliseconds, its documentation in one place seconds. */
function milliseconds(timestamp: number): number {
  return timestamp < 1e11 ? timestamp * 1000 : timestamp;
}
