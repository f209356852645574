import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import type { AskOutcome } from "../scoring/ports.ts";
import { genieErrorGroup } from "./genie-error-types.ts";
import { findLostConversation } from "./genie-lookup.ts";
import { genieMessageSchema, messageState, type MessageState } from "./genie-message.ts";
import { type Http, interrupted } from "./http.ts";
import { hadNoEffect } from "./policed-http.ts";
import { askWaits, type Policy } from "./policy.ts";
import type { Quota } from "./quota.ts";
import { readReply } from "./read-reply.ts";

export type Ask = (spaceId: string, question: string, signal: AbortSignal) => Promise<AskOutcome>;

type Options = {
  /** The client that repeats what may be repeated. */
  readonly http: Http;
  readonly policy: Policy;
  readonly quota: Quota;
  readonly clock: Clock;
  /** The first wait between two looks at a message; it grows to five times this. */
  readonly pollMs: number;
  /** How long one question may take, from its being taken to its answer. */
  readonly questionTimeoutMs: number;
  /** Called for each question that the platform took, since those are what it counts and bills. */
  readonly onAsked: () => void;
};

type Place = { readonly conversationId: string; readonly messageId: string };
type Answer = Exclude<MessageState, { kind: "working" }>;

/** What is known of the latest try when the question is given up. */
type Trace = { place: Place | null; status: string; since: number };

const startSchema = z.looseObject({ conversation_id: z.string(), message_id: z.string() });

/** A look at a message is a quick call. */
const pollTimeoutMs = 20_000;

/** Errors that no other question would escape: they end the run instead of one question. */
const endsTheRun = new Set<ErrorCode>([
  "PERMISSION_DENIED",
  "NOT_FOUND",
  "UNAUTHENTICATED",
  "CERTIFICATE_UNTRUSTED",
  "SETTINGS_INVALID",
  "SPACE_INVALID",
  "INTERRUPTED",
  "INTERNAL",
]);

/**
 * Asks Genie one question in a conversation of its own. One try: our turn → start-conversation → look until terminal.
 * Throttling, outages and Genie's own hiccups are tried three times; what stays is an outcome of kind "infra". A lost
 * answer to start-conversation is looked for before the question is asked again.
 * @throws EnhancerError what concerns every question: permissions, a missing space, a space that cannot answer
 */
export function createAsk(options: Options): Ask {
  const { policy, quota, clock } = options;
  const taken = new Set<string>();
  return async (spaceId, question, signal) => {
    const trace: Trace = { place: null, status: "NOT_SENT", since: clock.monotonic() };
    const outcome = (rest: OutcomeKind): AskOutcome => ({
      conversationId: trace.place?.conversationId ?? null,
      messageId: trace.place?.messageId ?? null,
      seconds: Math.max(0, clock.monotonic() - trace.since) / 1000,
      genieStatus: trace.status,
      ...rest,
    });
    /** The message under way, which the next try goes on following; null when the question is to be asked. */
    let open: Place | null = null;
    /** When the answer to start-conversation was lost: the time of asking, to look the question up by. */
    let lostAt: Date | null = null;
    const begin = async (): Promise<Place> => {
      if (lostAt !== null) {
        const lookup = { http: options.http, spaceId, question, since: lostAt, taken, signal };
        lostAt = null;
        // A lookup that fails costs at worst one question asked twice.
        const found = await findLostConversation(lookup).catch(() => null);
        if (found !== null) return found;
      }
      Object.assign(trace, { place: null, status: "NOT_SENT" });
      await takeTurn(quota, signal);
      trace.since = clock.monotonic();
      const askedAt = clock.now();
      try {
        return await start(options, spaceId, question, signal);
      } catch (error) {
        if (error instanceof EnhancerError && error.code === "THROTTLED") quota.throttled(error.retryAfterSeconds);
        if (error instanceof EnhancerError && error.retryable && !hadNoEffect(error)) lostAt = askedAt;
        throw error;
      }
    };
    const oneTry = async (): Promise<Answer> => {
      if (open === null) {
        const place = await begin();
        if (taken.has(place.conversationId)) throw adoptedByAnother();
        taken.add(place.conversationId);
        options.onAsked();
        open = place;
        Object.assign(trace, { place, status: "SUBMITTED" });
      }
      const state = await follow(options, spaceId, open, trace, signal);
      open = null;
      if (state.kind === "failed") throwUnlessAnswer(state, spaceId, quota);
      return state;
    };
    try {
      const worthwhile = (error: EnhancerError): boolean =>
        error.retryable && error.context["questionTimeout"] !== true;
      return outcome(await policy.retry(oneTry, { waits: askWaits, signal, when: worthwhile }));
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      if (!(error instanceof EnhancerError) || endsTheRun.has(error.code)) throw error;
      const reason = error.context["errorType"];
      return outcome({
        kind: "infra",
        reason: typeof reason === "string" ? reason : error.code,
        message: error.message,
      });
    }
  };
}

type OutcomeKind = AskOutcome extends infer Outcome
  ? Outcome extends AskOutcome
    ? Omit<Outcome, "conversationId" | "messageId" | "seconds" | "genieStatus">
    : never
  : never;

async function takeTurn(quota: Quota, signal: AbortSignal): Promise<void> {
  try {
    await quota.take(signal);
  } catch (error) {
    throw signal.aborted ? interrupted(signal) : error;
  }
}

async function start({ http }: Options, spaceId: string, question: string, signal: AbortSignal): Promise<Place> {
  const reply = await http({
    method: "POST",
    path: `/api/2.0/genie/spaces/${encodeURIComponent(spaceId)}/start-conversation`,
    body: { content: question },
    route: "genie.ask",
    subject: spaceId,
    signal,
    idempotent: "never",
  });
  const started = readReply(startSchema, reply, "genie.ask");
  return { conversationId: started.conversation_id, messageId: started.message_id };
}

async function follow(
  options: Options,
  spaceId: string,
  place: Place,
  trace: Trace,
  signal: AbortSignal,
): Promise<Answer> {
  const { http, clock, pollMs, questionTimeoutMs } = options;
  const path = [
    "genie/spaces",
    encodeURIComponent(spaceId),
    "conversations",
    place.conversationId,
    "messages",
    place.messageId,
  ];
  const leftMs = (): number => trace.since + questionTimeoutMs - clock.monotonic();
  for (let wait = pollMs; ; wait = Math.min(wait * 1.5, pollMs * 5)) {
    const reply = await http({
      method: "GET",
      path: `/api/2.0/${path.join("/")}`,
      route: "genie.poll",
      subject: place.messageId,
      signal,
      timeoutMs: Math.min(pollTimeoutMs, Math.max(1000, leftMs())),
    });
    const message = readReply(genieMessageSchema, reply, "genie.poll");
    trace.status = message.status;
    const state = messageState(message);
    if (state.kind !== "working") return state;
    const left = leftMs();
    if (left <= 0) throw tooSlow(message.status, questionTimeoutMs, spaceId);
    await clock.sleep(Math.min(wait, left), signal);
  }
}

function throwUnlessAnswer(failure: { errorType: string; message: string }, spaceId: string, quota: Quota): void {
  const { errorType, message } = failure;
  const group = genieErrorGroup(errorType);
  switch (group) {
    case "answer":
    case "size":
      return;
    case "throttling":
      quota.throttled();
      throw genieError("THROTTLED", errorType, message, spaceId);
    case "transient":
    case "interrupted":
      throw genieError("SERVER_ERROR", errorType, message, spaceId);
    case "configuration":
      throw new EnhancerError({
        code: "SPACE_INVALID",
        message: `The Genie space ${spaceId} cannot answer any question: ${message} (${errorType})`,
        remedy: "Repair the space in Genie, or the access to its warehouse and tables, then resume the run.",
        context: { spaceId, errorType },
      });
    default:
      group satisfies never;
  }
}

function genieError(
  code: "THROTTLED" | "SERVER_ERROR",
  errorType: string,
  message: string,
  spaceId: string,
): EnhancerError {
  return new EnhancerError({
    code,
    message: `Genie could not work on the question: ${message} (${errorType})`,
    remedy: "Ask again later.",
    retryable: true,
    context: { spaceId, errorType },
  });
}

function tooSlow(status: string, timeoutMs: number, spaceId: string): EnhancerError {
  return new EnhancerError({
    code: "TIMEOUT",
    message: `Genie had no answer after ${String(timeoutMs / 1000)} s (still ${status}).`,
    remedy: "Raise the time limit a question has, or look whether the space's warehouse starts slowly.",
    context: { spaceId, questionTimeout: true },
  });
}

/** Two askings of the same question took one conversation: this one must be asked anew, or one answer counted twice. */
function adoptedByAnother(): EnhancerError {
  return new EnhancerError({
    code: "SERVER_ERROR",
    message: "The conversation was already taken by another asking of the same question.",
    remedy: "Ask again.",
    retryable: true,
  });
}
