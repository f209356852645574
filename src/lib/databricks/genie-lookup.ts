import { z } from "zod";
import { genieErrorGroup } from "./genie-error-types.ts";
import type { Place } from "./genie.ts";
import { type GenieMessage, genieMessageSchema, messageState, milliseconds } from "./genie-message.ts";
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
  next_page_token: z.string().nullish(),
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

export type AskedSince = {
  /** Conversations from before this are not looked at. */
  readonly since: Date;
  /** The questions wanted. */
  readonly questions: ReadonlySet<string>;
  /** Conversations that belong to somebody; asked for only when there are any. */
  readonly claimed: () => Promise<ReadonlySet<string>>;
  readonly signal: AbortSignal;
};

/** A question that this identity has put to a space, in a conversation of its own. */
export type AskedQuestion = { readonly question: string; readonly place: Place };

/** Pages of conversations read at most: ten thousand is all a space may hold. */
const mostPages = 100;

/**
 * Finds questions that this identity has asked in a space and nobody claims, oldest first: those that Genie has answered or is working
 * on. What it gave up for a trouble of its own is no answer, and left out.
 */
export function createAskedSince(http: Http) {
  return async (spaceId: string, wish: AskedSince): Promise<AskedQuestion[]> => {
    const { signal, questions } = wish;
    const base = `/api/2.0/genie/spaces/${encodeURIComponent(spaceId)}/conversations`;
    const call = {
      method: "GET",
      route: "genie.conversations",
      subject: spaceId,
      signal,
      patient: { signal },
    } as const;
    const since = wish.since.getTime();
    const wanted = [...questions];
    const recent: z.output<typeof conversationsSchema>["conversations"] = [];
    let token: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const reply = await http({ ...call, path: base, query: { page_size: 100, page_token: token } });
      const { conversations, next_page_token: next } = readReply(conversationsSchema, reply, call.route);
      const fresh = conversations.filter((item) => milliseconds(item.created_timestamp) >= since);
      recent.push(...fresh.filter((item) => wanted.some((question) => mayBeTitled(item.title ?? "", question))));
      token = next || undefined;
      // The newest come first.
      if (token === undefined || fresh.length === 0) break;
    }
    if (recent.length === 0) return [];
    const claimed = await wish.claimed();
    const trimmed = new Set(wanted.map((question) => question.trim()));
    const found: AskedQuestion[] = [];
    for (const { conversation_id: conversationId } of recent.toSorted(byTime)) {
      if (claimed.has(conversationId)) continue;
      const reply = await http({ ...call, path: `${base}/${encodeURIComponent(conversationId)}/messages` });
      const [message, ...more] = readReply(messagesSchema, reply, call.route).messages;
      const messageId = message?.message_id ?? message?.id;
      if (message === undefined || messageId === undefined || more.length > 0 || !isUsable(message)) continue;
      const question = (message.content ?? "").trim();
      if (trimmed.has(question)) found.push({ question, place: { conversationId, messageId } });
    }
    return found;
  };
}

type Listed = z.output<typeof conversationsSchema>["conversations"][number];

function byTime(left: Listed, right: Listed): number {
  const apart = milliseconds(left.created_timestamp) - milliseconds(right.created_timestamp);
  return apart === 0 ? (left.conversation_id < right.conversation_id ? -1 : 1) : apart;
}

function isUsable(message: GenieMessage): boolean {
  const state = messageState(message);
  if (state.kind === "cancelled") return false;
  if (state.kind !== "failed") return true;
  const group = genieErrorGroup(state.errorType);
  return group === "answer" || group === "size";
}
