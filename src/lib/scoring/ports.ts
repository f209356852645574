import type { StatementOutcome } from "../core/statement.ts";

/** What asking Genie one question gave. Anything that can happen to one question is data. */
export type AskOutcome = {
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly seconds: number;
  /** The message's last status as the platform wrote it. */
  readonly genieStatus: string;
} & (
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "text"; readonly content: string; readonly followUp: boolean }
  /** Genie could not answer: the answer's fault (bad SQL, clarification failed, content filter …). */
  | { readonly kind: "failed"; readonly errorType: string; readonly message: string }
  | { readonly kind: "cancelled" }
  /** Throttled out, our question timeout, 5xx, connection: nobody's answer. */
  | { readonly kind: "infra"; readonly reason: string; readonly message: string }
);

/** What scoring needs from outside. */
export type ScoringPorts = {
  ask(spaceId: string, question: string, signal: AbortSignal): Promise<AskOutcome>;
  /** Runs one read-only statement and reads its whole result. */
  run(sql: string, signal: AbortSignal): Promise<StatementOutcome>;
};
