import type { StatementOutcome } from "../../../lib/core/statement.ts";
import { drawOf } from "../../../lib/core/random.ts";
import { ApiError, doesNotExist } from "../api-error.ts";
import type { User } from "../identity/users.ts";
import type { SpaceDocument } from "../spaces/space-document.ts";
import type { SpaceStore } from "../spaces/space-store.ts";
import { scaledWait, type Surroundings } from "../surroundings.ts";
import type { AnswerRule, AnswerRules } from "./answer-rules.ts";
import { ask, type Outcome, type RowsOutcome } from "./ask.ts";
import type { AskedCounts } from "./asked-counts.ts";
import { drawLatency } from "./latency.ts";
import type { Message, StoredResult } from "./message.ts";
import { isTruncated, mostRows } from "./statement-response.ts";

/** A conversation of one user with one space, oldest message first. */
export type Conversation = {
  readonly id: string;
  readonly spaceId: string;
  readonly userId: string;
  readonly title: string;
  readonly createdAt: number;
  readonly messages: Message[];
};

export type ConversationStore = {
  start(spaceId: string, question: string, user: User): { conversation: Conversation; message: Message };
  followUp(conversation: Conversation, question: string, user: User): Message;
  /** @throws ApiError 404 */
  conversation(spaceId: string, id: string): Conversation;
  /** @throws ApiError 404 */
  message(conversation: Conversation, id: string): Message;
  /** Newest first. */
  list(spaceId: string): readonly Conversation[];
  deleteConversation(conversation: Conversation): void;
  deleteMessage(conversation: Conversation, message: Message): void;
  /** Runs the answer's SQL again and keeps the new rows; null when the answer has no SQL. */
  execute(message: Message): Promise<{ readonly statementId: string; readonly ran: StatementOutcome } | null>;
};

export type ConversationParts = {
  readonly around: Surroundings;
  readonly spaces: SpaceStore;
  readonly asked: AskedCounts;
  readonly rules: AnswerRules;
};

// Rows of more answers than this are let go early, as if their hour were over.
const keptResults = 500;
const mostConversations = 10_000;

/** Conversations live in memory only: after a start, earlier ones are gone. */
export function conversationStore(parts: ConversationParts): ConversationStore {
  const { around, spaces } = parts;
  const { ids, clock } = around;
  const bySpace = new Map<string, Map<string, Conversation>>();
  const withRows: StoredResult[] = [];
  const now = (): number => clock.now().getTime();

  const keepRows = (message: Message, answer: { sql: string; description: string }, rows: RowsOutcome): string => {
    message.outcome = {
      kind: "sql",
      sql: answer.sql,
      description: answer.description,
      rowCount: Math.min(rows.result.rows.length, mostRows),
      truncated: isTruncated(rows.result),
    };
    const gone = message.rule?.kind === "expired" && message.result === null;
    const statementId = ids.uuid("statement");
    message.result = { statementId, storedAt: now(), rows: gone ? null : rows };
    withRows.push(message.result);
    if (withRows.length > keptResults) {
      const oldest = withRows.shift();
      if (oldest !== undefined) oldest.rows = null;
    }
    return statementId;
  };

  const add = (conversation: Conversation, question: string, user: User): Message => {
    const { spaceId } = conversation;
    const timesAsked = parts.asked.next(spaceId, question);
    const rule = parts.rules.take(spaceId, question);
    const document = spaces.contentForAnswer(spaceId);
    const history = conversation.messages.map((message) => message.content);
    const chance = (name: string): number => drawOf(around.seed, name, spaceId, question, timesAsked);
    const finish = async (): Promise<void> => {
      const outcome = await ended(around, rule, { spaceId, document, question, history, timesAsked });
      if (outcome.kind === "sql") keepRows(message, outcome, outcome.rows);
      else message.outcome = outcome;
    };
    const message: Message = {
      id: ids.hex32("message"),
      conversationId: conversation.id,
      spaceId,
      userId: user.id,
      content: question,
      createdAt: now(),
      latencyMs: scaledWait(around.speed, drawLatency(around.seed, spaceId, question, timesAsked)),
      course: { waitsForWarehouse: chance("warehouse") < 0.2, repairs: chance("repair") < 0.1 },
      rule,
      queryAttachmentId: ids.hex32("attachment"),
      suggestionsAttachmentId: ids.hex32("attachment"),
      suggestions: suggestionsOf(document, question),
      work: Promise.resolve(),
      outcome: null,
      result: null,
      polls: 0,
      feedback: null,
    };
    message.work = finish();
    conversation.messages.push(message);
    return message;
  };

  const conversationsOf = (spaceId: string): Map<string, Conversation> => {
    const known = bySpace.get(spaceId) ?? new Map<string, Conversation>();
    bySpace.set(spaceId, known);
    return known;
  };

  return {
    start: (spaceId, question, user) => {
      const conversations = conversationsOf(spaceId);
      if (conversations.size >= mostConversations) {
        throw new ApiError(400, "INVALID_STATE", `Space ${spaceId} has reached its limit of conversations.`);
      }
      const conversation: Conversation = {
        id: ids.hex32("conversation"),
        spaceId,
        userId: user.id,
        title: question.slice(0, 100),
        createdAt: now(),
        messages: [],
      };
      conversations.set(conversation.id, conversation);
      return { conversation, message: add(conversation, question, user) };
    },
    followUp: add,
    conversation: (spaceId, id) => {
      const found = bySpace.get(spaceId)?.get(id);
      if (found === undefined) throw doesNotExist(`Conversation ${id} does not exist in space ${spaceId}.`);
      return found;
    },
    message: (conversation, id) => {
      const found = conversation.messages.find((message) => message.id === id);
      if (found === undefined) throw doesNotExist(`Message ${id} does not exist in conversation ${conversation.id}.`);
      return found;
    },
    list: (spaceId) => [...(bySpace.get(spaceId)?.values() ?? [])].toReversed(),
    deleteConversation: (conversation) => {
      bySpace.get(conversation.spaceId)?.delete(conversation.id);
    },
    deleteMessage: (conversation, message) => {
      conversation.messages.splice(conversation.messages.indexOf(message), 1);
    },
    execute: async (message) => {
      if (message.outcome?.kind !== "sql") return null;
      const ran = await around.runSql(message.outcome.sql);
      if (ran.kind !== "rows") return { statementId: ids.uuid("statement"), ran };
      return { statementId: keepRows(message, message.outcome, ran), ran };
    },
  };
}

async function ended(
  around: Surroundings,
  rule: AnswerRule | null,
  asking: Parameters<typeof ask>[1],
): Promise<Outcome> {
  switch (rule?.kind) {
    case "failed":
      return {
        kind: "failed",
        error: rule.error ?? "Something went wrong while the answer was generated.",
        type: rule.type ?? "GENERIC_CHAT_COMPLETION_EXCEPTION",
      };
    case "cancelled":
      return { kind: "cancelled" };
    case "text":
      return { kind: "text", content: rule.content ?? "I cannot answer this with the data I have.", followUp: false };
    case "follow_up":
      return { kind: "text", content: rule.content ?? "Could you say more precisely what you mean?", followUp: true };
    case "unknown_status":
    case "expired":
    case "stuck":
    case undefined:
      return await ask(around, asking);
  }
}

function suggestionsOf(document: SpaceDocument, question: string): readonly string[] {
  const samples = document.config?.sample_questions ?? [];
  return samples
    .map((sample) => sample.question.join("").trim())
    .filter((text) => text !== question)
    .slice(0, 3);
}
