import type { Clock } from "../core/clock.ts";
import type { StatementOutcome } from "../core/statement.ts";
import type { Random } from "../core/random.ts";
import { authenticator } from "./auth.ts";
import { type CatalogReader, createCatalog } from "./catalog.ts";
import { openStateSql, type StateSql } from "./driver.ts";
import { createContact } from "./contact.ts";
import { createEvaluations, type Evaluations } from "./evaluations.ts";
import { createFiles, type VolumeFiles } from "./files.ts";
import { createFolders, type Folders } from "./folders.ts";
import { type Ask, createAsk } from "./genie.ts";
import { type AskedQuestion, type AskedSince, createAskedSince } from "./genie-lookup.ts";
import { createHttp, workspaceUrl } from "./http.ts";
import { type Member, whoAmI } from "./identity.ts";
import { createJobs, type Jobs } from "./jobs.ts";
import { policedHttp } from "./policed-http.ts";
import { createPolicy, type PolicyCounters } from "./policy.ts";
import { createQuota, type Quota } from "./quota.ts";
import type { SharedText } from "./quota-port.ts";
import { listenToClock } from "./server-clock.ts";
import { createServing, type Serving } from "./serving.ts";
import { createSpaces, type Spaces } from "./spaces.ts";
import { createRunStatement, type QueryTags, type StatementOptions } from "./statements.ts";
import { createTransport } from "./transport.ts";
import { createWarehouses, type Warehouses } from "./warehouses.ts";

export type ConnectOptions = {
  /** The workspace's address, with or without `https://`. */
  readonly host: string;
  /** Where credentials are found: `DATABRICKS_TOKEN` and the SDK's other variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A certificate authority to trust besides the usual ones, as PEM text. */
  readonly caPem?: string;
  readonly clock: Clock;
  readonly random: Random;
  /** What may be asked of Genie in this workspace a minute, by all who share the quota; fractions are kept on average; null for no limit. */
  readonly questionsPerMinute: number | null;
  /** What the runs share of their quota; without it this connection counts for itself. First used when something is asked. */
  readonly sharedQuota?: { readonly text: SharedText; readonly name: string };
  /** Default 120 s. */
  readonly questionTimeoutMs?: number;
  /** The first wait between two looks at a question or statement; default 1 s, less for a local workspace. */
  readonly pollMs?: number;
  /** Scales the waits between tries; default 1, less for a local workspace. */
  readonly pace?: number;
  /** What statements are marked with in the query history, asked for each; default nothing. */
  readonly tags?: QueryTags;
  /** Default `genie-enhancer`. */
  readonly userAgent?: string;
};

/** What this connection has used, since it was made. */
export type Usage = PolicyCounters & {
  readonly questions: number;
  readonly statements: number;
  /** Seconds those statements ran, added up, as far as we saw. */
  readonly warehouseSeconds: number;
  /** Most questions under way at once since `forgetMostUnderWay`. */
  readonly mostUnderWay: number;
  readonly modelCalls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Everything we ask of a workspace, as plain functions over one connection. */
export type Workspace = {
  /** Host and port, for people and records. */
  readonly host: string;
  readonly ask: Ask;
  /** Questions that this identity put to a space and nobody claims. */
  readonly askedSince: (spaceId: string, wish: AskedSince) => Promise<AskedQuestion[]>;
  readonly runStatement: (sql: string, options: StatementOptions) => Promise<StatementOutcome>;
  readonly spaces: Spaces;
  readonly evaluations: Evaluations;
  readonly serving: Serving;
  readonly jobs: Jobs;
  readonly catalog: CatalogReader;
  readonly warehouses: Warehouses;
  readonly files: VolumeFiles;
  readonly folders: Folders;
  readonly whoAmI: (signal?: AbortSignal) => Promise<Member>;
  /** How far the workspace's clock is ahead of ours, in milliseconds; null before an answer told its time. */
  readonly clockAheadMs: () => number | null;
  /** Opens the state tables' warehouse through the driver; close it when done. */
  readonly openState: (where: {
    readonly warehouseId: string;
    readonly catalog: string;
    readonly schema: string;
    /** Default ten minutes, since the warehouse may have to start; less for a local one. */
    readonly statementTimeoutMs?: number;
  }) => Promise<StateSql>;
  readonly usage: () => Usage;
  /** Begins to measure anew how many questions are under way at once. */
  readonly forgetMostUnderWay: () => void;
  /** Questions a minute at present, after what throttling taught us; null when not limited. */
  readonly questionRate: () => number | null;
  /** Tells how many questions are to come, so that enough of the quota is claimed at once; call what it returns when no more come. */
  readonly expectQuestions: Quota["expect"];
  /** Gives what this connection holds of the shared quota to others, as far as that succeeds. Before the state's connection is closed. */
  readonly giveBackQuota: Quota["release"];
  /** Ends the kept connections. */
  readonly close: () => void;
};

/** Connects to a workspace; the first call shows whether it is there and lets us in. */
export function connect(options: ConnectOptions): Workspace {
  const { env, caPem, clock, random, pace = 1, pollMs = 1_000, tags = () => ({}) } = options;
  const host = workspaceUrl(options.host);
  const transport = createTransport(caPem);
  const authenticate = authenticator({ host, env, transport, clock });
  const userAgent = options.userAgent ?? "genie-enhancer";
  const policy = createPolicy({ clock, random, pace });
  const contact = createContact();
  const serverClock = listenToClock(transport.exchange, clock);
  const heard = { ...transport, exchange: serverClock.exchange };
  const http = policedHttp(createHttp({ host, authenticate, transport: heard, clock, userAgent }), policy, contact);
  const { sharedQuota } = options;
  const quota = createQuota({
    perMinute: options.questionsPerMinute,
    clock,
    ...(sharedQuota === undefined ? {} : { shared: sharedQuota.text, name: sharedQuota.name }),
  });
  const used = {
    questions: 0,
    statements: 0,
    warehouseSeconds: 0,
    mostUnderWay: 0,
    modelCalls: 0,
    promptTokens: 0,
    completionTokens: 0,
    stateRetries: 0,
  };
  return {
    host: host.host,
    ask: createAsk({
      http,
      policy,
      quota,
      clock,
      pollMs,
      questionTimeoutMs: options.questionTimeoutMs ?? 120_000,
      onAsked: () => {
        used.questions += 1;
      },
      onUnderWay: (questions) => {
        used.mostUnderWay = Math.max(used.mostUnderWay, questions);
      },
    }),
    askedSince: createAskedSince(http),
    runStatement: createRunStatement({
      http,
      transport,
      policy,
      clock,
      // Statements end sooner than questions.
      pollMs: pollMs / 4,
      tags,
      onStatement: () => {
        used.statements += 1;
      },
      onEnded: (seconds) => {
        used.warehouseSeconds += seconds;
      },
    }),
    spaces: createSpaces(http),
    evaluations: createEvaluations({
      http,
      policy,
      clock,
      pollMs,
      onAsked: (questions) => {
        used.questions += questions;
      },
    }),
    serving: createServing(http, ({ prompt, completion }) => {
      used.modelCalls += 1;
      used.promptTokens += prompt;
      used.completionTokens += completion;
    }),
    jobs: createJobs(http),
    catalog: createCatalog(http),
    warehouses: createWarehouses(http),
    files: createFiles(http),
    folders: createFolders(http),
    whoAmI: (signal) => whoAmI(http, signal),
    clockAheadMs: serverClock.aheadMs,
    openState: ({ warehouseId, ...where }) =>
      openStateSql({
        host: host.hostname,
        port: host.port === "" ? 443 : Number(host.port),
        path: `/sql/1.0/warehouses/${encodeURIComponent(warehouseId)}`,
        authenticate,
        trust: transport.trust,
        contact,
        ...where,
        clock,
        random,
        tags,
        onRetry: () => {
          used.stateRetries += 1;
        },
      }),
    forgetMostUnderWay: () => {
      used.mostUnderWay = 0;
    },
    usage: () => {
      const { stateRetries, ...rest } = used;
      const counters = policy.counters();
      return { ...counters, ...rest, retries: counters.retries + stateRetries };
    },
    questionRate: () => quota.rate(),
    expectQuestions: (questions) => quota.expect(questions),
    giveBackQuota: () => quota.release(),
    close: transport.close,
  };
}
