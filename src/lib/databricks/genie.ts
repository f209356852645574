import { z } from "zod";
import type { Clock } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import type { AskOutcome } from "../scoring/ports.ts";
import { genieErrorGroup } from "./genie-error-types.ts";
import { isOutage } from "./breaker.ts";
import { findLostConversation } from "./genie-lookup.ts";
import { genieMessageSchema, messageState, type MessageState, secondsTaken } from "./genie-message.ts";
import { type Http, interrupted, type Patience } from "./http.ts";
import { createLane } from "./one-at-a-time.ts";
import { hadNoEffect } from "./policed-http.ts";
import { askWaits, type Policy } from "./policy.ts";
import type { Quota, Turn } from "./quota.ts";
import { readReply } from "./read-reply.ts";

/** A message in its conversation. */
export type Place = { readonly conversationId: string; readonly messageId: string };

export type AskOptions = {
  /** A message in which the question was asked already: its answer is waited for before it is asked anew. */
  readonly left?: Place | undefined;
  /** Asked before the question is put to Genie once more; false leaves it unanswered. Default: it may be. */
  readonly mayRepeat?: () => boolean;
};

/** Asks a question. */
export type Ask = (spaceId: string, question: string, signal: AbortSignal, options?: AskOptions) => Promise<AskOutcome>;

type Options = {
  /** The client that repeats what may be repeated. */
  readonly http: Http;
  readonly policy: Policy;
  readonly quota: Quota;
  readonly clock: Clock;
  /** Time from one look at a message to the next while Genie thinks; after sixty times this it grows to five times this. */
  readonly pollMs: number;
  /** How long one question may take, from its being taken to its answer. */
  readonly questionTimeoutMs: number;
  /** Called for each question that the platform took, since those are what it counts and bills. */
  readonly onAsked: () => void;
  /** Told how many questions are under way whenever there is one more. */
  readonly onUnderWay?: (questions: number) => void;
};

type Answer = Exclude<MessageState, { kind: "working" }>;

/** What is known of the latest try when the question is given up. `until` is when its time is over, by the monotonic clock. */
type Trace = { place: Place | null; status: string; since: number; until: number; seconds: number | null };

const startSchema = z.looseObject({ conversation_id: z.string(), message_id: z.string() });

/** A look at a message is a quick call. */
const pollTimeoutMs = 20_000;
/**
 * Most answers come within a minute of looks a second apart, and one that is found late keeps the next question waiting. The platform advises
 * one look every one to five seconds at first, and fewer later.
 */
const steadyFor = 60;
/** Few looks where the answer cannot be near, to have more where only its query is still running: on average one in `pollMs`. */
const paces: Readonly<Record<string, number>> = {
  SUBMITTED: 2,
  FETCHING_METADATA: 2,
  FILTERING_CONTEXT: 2,
  EXECUTING_QUERY: 0.5,
};
/** However slow the calls are, so much of the time between two looks is left to the workspace. */
const leastPause = 0.25;

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
 * answer to start-conversation is looked for before the question is asked again. While the workspace is away everybody waits; then
 * one question at a time is tried until one has its answer. A question whose time is over is no longer looked at; its conversation
 * stays, since the platform has no call that ends one.
 * @throws EnhancerError what concerns every question: permissions, a missing space, a space that cannot answer
 */
export function createAsk(options: Options): Ask {
  const { policy, quota, clock } = options;
  const taken = new Set<string>();
  const lane = createLane(() => policy.openings("genie"));
  let underWay = 0;
  return async (spaceId, question, signal, { left, mayRepeat = () => true } = {}) => {
    let sent = false;
    const trace: Trace = { place: null, status: "NOT_SENT", since: 0, until: 0, seconds: null };
    const begins = (): void => {
      trace.since = clock.monotonic();
      trace.until = trace.since + options.questionTimeoutMs;
    };
    begins();
    const outcome = (rest: OutcomeKind): AskOutcome => ({
      conversationId: trace.place?.conversationId ?? null,
      messageId: trace.place?.messageId ?? null,
      seconds: trace.seconds ?? Math.max(0, clock.monotonic() - trace.since) / 1000,
      genieStatus: trace.status,
      ...rest,
    });
    /** The message under way, which the next try goes on following; null when the question is to be asked. */
    let open: Place | null = null;
    if (left !== undefined && !taken.has(left.conversationId)) {
      open = left;
      taken.add(left.conversationId);
      Object.assign(trace, { place: left, status: "SUBMITTED" });
    }
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
      if (sent && !mayRepeat()) throw notRepeated();
      sent = true;
      Object.assign(trace, { place: null, status: "NOT_SENT" });
      let turn = await takeTurn(quota, signal);
      begins();
      const askedAt = clock.now();
      // A question that waited for an outage's end is no longer in its turn.
      const onWaited = async (): Promise<void> => {
        turn.reached();
        turn = await takeTurn(quota, signal);
        begins();
      };
      try {
        return await start(options, spaceId, question, { signal, onWaited }).finally(() => {
          turn.reached();
        });
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
      underWay += 1;
      options.onUnderWay?.(underWay);
      const { state, tookSeconds } = await follow(options, spaceId, open, trace, signal).finally(() => {
        underWay -= 1;
      });
      sent = true;
      // Of a message that was finished before we looked only the platform knows how long it took.
      trace.seconds = open === left ? tookSeconds : null;
      open = null;
      if (state.kind === "failed") throwUnlessAnswer(state, spaceId, quota);
      return state;
    };
    try {
      // An open circuit has been waited for already, as long as anybody waits.
      const worthwhile = ({ retryable, context }: EnhancerError): boolean =>
        retryable && context["questionTimeout"] !== true && context["circuit"] !== "open";
      return outcome(await policy.retry(() => lane(oneTry, signal), { waits: askWaits, signal, when: worthwhile }));
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      if (!(error instanceof EnhancerError) || endsTheRun.has(error.code)) throw error;
      // What may be asked is known for no question.
      if (error.context["quotaUnknown"] === true) throw error;
      const reason = error.context["errorType"];
      return outcome({
        kind: "infra",
        reason: typeof reason === "string" ? reason : error.code,
        message: error.message,
        outage: reason === undefined && error.context["questionTimeout"] !== true && isOutage(error),
      });
    }
  };
}

type OutcomeKind = AskOutcome extends infer Outcome
  ? Outcome extends AskOutcome
    ? Omit<Outcome, "conversationId" | "messageId" | "seconds" | "genieStatus">
    : never
  : never;

async function takeTurn(quota: Quota, signal: AbortSignal): Promise<Turn> {
  try {
    return await quota.take(signal);
  } catch (error) {
    throw signal.aborted ? interrupted(signal) : error;
  }
}

async function start({ http }: Options, spaceId: string, question: string, patient: Patience): Promise<Place> {
  const reply = await http({
    method: "POST",
    path: `/api/2.0/genie/spaces/${encodeURIComponent(spaceId)}/start-conversation`,
    body: { content: question },
    route: "genie.ask",
    subject: spaceId,
    signal: patient.signal,
    idempotent: "never",
    patient,
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
): Promise<{ readonly state: Answer; readonly tookSeconds: number | null }> {
  const { http, clock, pollMs, questionTimeoutMs } = options;
  const path = [
    "genie/spaces",
    encodeURIComponent(spaceId),
    "conversations",
    place.conversationId,
    "messages",
    place.messageId,
  ];
  const leftMs = (): number => trace.until - clock.monotonic();
  // What was under way when the workspace went away has its whole time once more.
  const onWaited = (): void => {
    trace.until = clock.monotonic() + questionTimeoutMs;
  };
  const began = clock.monotonic();
  let apartMs = pollMs;
  for (;;) {
    const lookedAt = clock.monotonic();
    const reply = await http({
      method: "GET",
      path: `/api/2.0/${path.join("/")}`,
      route: "genie.poll",
      subject: place.messageId,
      signal,
      patient: { signal, onWaited },
      timeoutMs: Math.min(pollTimeoutMs, Math.max(1000, leftMs())),
    });
    const message = readReply(genieMessageSchema, reply, "genie.poll");
    trace.status = message.status;
    const state = messageState(message);
    if (state.kind !== "working") return { state, tookSeconds: secondsTaken(message) };
    const left = leftMs();
    if (left <= 0) throw tooSlow(message.status, questionTimeoutMs, spaceId);
    if (lookedAt - began > pollMs * steadyFor) apartMs = Math.min(apartMs * 1.5, pollMs * 5);
    const tookMs = clock.monotonic() - lookedAt;
    const wait = Math.max(apartMs * (paces[message.status] ?? 1) - tookMs, pollMs * leastPause);
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

function notRepeated(): EnhancerError {
  return new EnhancerError({
    code: "LIMIT_EXCEEDED",
    message: "The question failed, and a limit of the run forbids asking it again.",
    remedy: "Raise the limit and resume the run.",
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
