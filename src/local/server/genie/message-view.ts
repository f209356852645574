import type { Message, Standing } from "./message.ts";

/** A message as the API shows it: members with nothing to say are absent. */
export function messageView(message: Message, standing: Standing, now: number): Record<string, unknown> {
  const attachments = attachmentsOf(message, standing);
  const { outcome, result } = message;
  return {
    id: message.id,
    message_id: message.id,
    space_id: message.spaceId,
    conversation_id: message.conversationId,
    user_id: Number(message.userId),
    content: message.content,
    status: standing.kind === "working" ? standing.status : standing.kind,
    created_timestamp: message.createdAt,
    last_updated_timestamp: Math.floor(Math.min(now, message.createdAt + message.latencyMs)),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(standing.kind === "FAILED" && outcome?.kind === "failed"
      ? { error: { error: outcome.error, type: outcome.type } }
      : {}),
    ...(standing.kind === "COMPLETED" && result !== null
      ? { query_result: { statement_id: result.statementId, ...rowCount(message) } }
      : {}),
    ...(message.feedback === null ? {} : { feedback: message.feedback }),
  };
}

/** In the order seen live: query, suggested questions, text; the text has no id, the query no id or title of its own. */
function attachmentsOf(message: Message, standing: Standing): readonly Record<string, unknown>[] {
  const { outcome } = message;
  const suggestions =
    message.suggestions.length === 0
      ? []
      : [{ attachment_id: message.suggestionsAttachmentId, suggested_questions: { questions: message.suggestions } }];
  if (standing.kind === "FAILED") return suggestions;
  if (standing.kind === "working") return standing.status === "EXECUTING_QUERY" ? queryOf(message) : [];
  if (outcome?.kind === "text") {
    const purpose = outcome.followUp ? { purpose: "FOLLOW_UP_QUESTION" } : {};
    return [{ text: { content: outcome.content, ...purpose } }];
  }
  if (outcome?.kind !== "sql") return [];
  const text = outcome.description === "" ? [] : [{ text: { content: outcome.description } }];
  return [...queryOf(message), ...suggestions, ...text];
}

function queryOf(message: Message): readonly Record<string, unknown>[] {
  const { outcome, result } = message;
  if (outcome?.kind !== "sql") return [];
  const query = {
    query: outcome.sql,
    ...(outcome.description === "" ? {} : { description: outcome.description }),
    last_updated_timestamp: message.createdAt,
    ...(result === null ? {} : { statement_id: result.statementId, query_result_metadata: rowCount(message) }),
  };
  return [{ attachment_id: message.queryAttachmentId, query }];
}

function rowCount(message: Message): Record<string, unknown> {
  const { outcome } = message;
  if (outcome?.kind !== "sql") return {};
  return { row_count: outcome.rowCount, ...(outcome.truncated ? { is_truncated: true } : {}) };
}
