import { type Context, Hono } from "hono";
import { z } from "zod";
import { ApiError, invalidParameter } from "../api-error.ts";
import { pageOf } from "../page.ts";
import { readBody } from "../read-body.ts";
import { requireLevel } from "../spaces/space-access.ts";
import type { Space } from "../spaces/space.ts";
import type { SpaceStore } from "../spaces/space-store.ts";
import type { AppEnv } from "../surroundings.ts";
import type { Conversation, ConversationStore } from "./conversation-store.ts";
import type { Message } from "./message.ts";
import { messageView } from "./message-view.ts";
import { standingOf } from "./standing.ts";
import { statementResponse } from "./statement-response.ts";
import type { Throttle } from "./throttle.ts";

const askBody = z.object({ content: z.string().optional() });
const feedbackBody = z.object({ rating: z.enum(["POSITIVE", "NEGATIVE", "NONE"]), comment: z.string().optional() });

const base = "/api/2.0/genie/spaces/:space";
const oneConversation = `${base}/conversations/:conversation` as const;
const oneMessage = `${oneConversation}/messages/:message` as const;

type Found = { readonly space: Space; readonly conversation: Conversation; readonly message: Message };

/** The conversation API in chat mode. `now` is in milliseconds since 1970. */
export function conversationRoutes(
  spaces: SpaceStore,
  store: ConversationStore,
  throttle: Throttle,
  now: () => number,
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  const askable = (c: Context<AppEnv>): Space => {
    const space = spaces.get(param(c, "space"));
    requireLevel(space, c.get("user"), "CAN_RUN");
    return space;
  };
  const inConversation = (c: Context<AppEnv>): Conversation => {
    const space = askable(c);
    const conversation = store.conversation(space.id, param(c, "conversation"));
    if (conversation.userId !== c.get("user").id) requireLevel(space, c.get("user"), "CAN_MANAGE");
    return conversation;
  };
  const found = (c: Context<AppEnv>): Found => {
    const conversation = inConversation(c);
    const space = spaces.get(conversation.spaceId);
    return { space, conversation, message: store.message(conversation, param(c, "message")) };
  };
  const view = (message: Message): Record<string, unknown> => messageView(message, standingOf(message, now()), now());
  // A message just asked shows no answer, however fast it is.
  const fresh = (message: Message): Record<string, unknown> =>
    messageView(message, { kind: "working", status: "SUBMITTED" }, now());

  app.post(`${base}/start-conversation`, async (c) => {
    const space = askable(c);
    const question = questionOf(await readBody(c, askBody));
    throttle.admit();
    const { conversation, message } = store.start(space.id, question, c.get("user"));
    return c.json({
      conversation_id: conversation.id,
      message_id: message.id,
      conversation: conversationView(conversation),
      message: fresh(message),
    });
  });

  app.post(`${oneConversation}/messages`, async (c) => {
    const conversation = inConversation(c);
    const question = questionOf(await readBody(c, askBody));
    throttle.admit();
    return c.json(fresh(store.followUp(conversation, question, c.get("user"))));
  });

  app.get(oneMessage, async (c) => {
    const { message } = found(c);
    // Without a latency a poll waits for the answer, so that nobody polls twice for nothing.
    if (message.latencyMs === 0) await message.work;
    message.polls += 1;
    return c.json(view(message));
  });

  app.get(`${oneConversation}/messages`, (c) => {
    const { items, nextPageToken } = pageOf(inConversation(c).messages, paging(c), { usual: 20, most: 100 });
    return c.json({ messages: items.map(view), ...next(nextPageToken) });
  });

  app.get(`${base}/conversations`, (c) => {
    const space = askable(c);
    const all = c.req.query("include_all") === "true";
    if (all) requireLevel(space, c.get("user"), "CAN_MANAGE");
    const mine = store.list(space.id).filter((each) => all || each.userId === c.get("user").id);
    const { items, nextPageToken } = pageOf(mine, paging(c), { usual: 20, most: 100 });
    return c.json({
      conversations: items.map((each) => ({
        conversation_id: each.id,
        title: each.title,
        created_timestamp: each.createdAt,
        agent_type: "GENIE_CONVERSATION_TYPE_CHAT",
      })),
      ...next(nextPageToken),
    });
  });

  app.delete(oneConversation, (c) => {
    store.deleteConversation(inConversation(c));
    return c.json({});
  });
  app.delete(oneMessage, (c) => {
    const { conversation, message } = found(c);
    store.deleteMessage(conversation, message);
    return c.json({});
  });

  app.post(`${oneMessage}/feedback`, async (c) => {
    const { message } = found(c);
    const { rating, comment } = await readBody(c, feedbackBody);
    message.feedback = { rating, ...(comment === undefined ? {} : { comment }) };
    return c.json({});
  });

  const queryResult = (c: Context<AppEnv>): Response => {
    const { message } = found(c);
    checkAttachment(c, message);
    const standing = standingOf(message, now());
    const status = standing.kind === "working" ? standing.status : standing.kind;
    const rows = message.result?.rows ?? null;
    if ((status !== "COMPLETED" && status !== "EXECUTING_QUERY") || message.result === null || rows === null) {
      throw new ApiError(
        400,
        "INVALID_STATE",
        `The query result of message ${message.id} is not available in status ${status}.`,
      );
    }
    return c.json({ statement_response: statementResponse(message.result.statementId, rows) });
  };
  const execute = async (c: Context<AppEnv>): Promise<Response> => {
    const { message } = found(c);
    checkAttachment(c, message);
    const executed = await store.execute(message);
    if (executed === null) throw new ApiError(400, "INVALID_STATE", `Message ${message.id} has no query to execute.`);
    return c.json({ statement_response: statementResponse(executed.statementId, executed.ran) });
  };
  app.get(`${oneMessage}/attachments/:attachment/query-result`, queryResult);
  app.post(`${oneMessage}/attachments/:attachment/execute-query`, execute);
  // Deprecated forms that the platform still serves.
  app.get(`${oneMessage}/query-result`, queryResult);
  app.get(`${oneMessage}/query-result/:attachment`, queryResult);
  app.post(`${oneMessage}/execute-query`, execute);

  return app;
}

function param(c: Context<AppEnv>, name: string): string {
  return c.req.param(name) ?? "";
}

function paging(c: Context<AppEnv>): { pageSize: string | undefined; pageToken: string | undefined } {
  return { pageSize: c.req.query("page_size"), pageToken: c.req.query("page_token") };
}

function next(token: string | null): Record<string, string> {
  return token === null ? {} : { next_page_token: token };
}

function questionOf(body: z.output<typeof askBody>): string {
  const question = body.content?.trim() ?? "";
  if (question === "") throw invalidParameter("content is required and must not be empty.");
  return question;
}

function checkAttachment(c: Context<AppEnv>, message: Message): void {
  const asked = c.req.param("attachment");
  if (asked === undefined || asked === message.queryAttachmentId) return;
  throw new ApiError(404, "RESOURCE_DOES_NOT_EXIST", `Attachment ${asked} has no query in message ${message.id}.`);
}

function conversationView(conversation: Conversation): Record<string, unknown> {
  return {
    id: conversation.id,
    conversation_id: conversation.id,
    space_id: conversation.spaceId,
    user_id: Number(conversation.userId),
    title: conversation.title,
    created_timestamp: conversation.createdAt,
    last_updated_timestamp: conversation.messages.at(-1)?.createdAt ?? conversation.createdAt,
  };
}
