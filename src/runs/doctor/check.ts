import type { EnhancerError, ErrorCode } from "../../lib/core/errors.ts";
import type { Member } from "../../lib/databricks/identity.ts";
import type { JobSetup } from "../../lib/databricks/jobs.ts";
import type { EndpointFacts } from "../../lib/databricks/serving.ts";
import type { GenieSpace, GenieSpaceWithBody } from "../../lib/databricks/spaces.ts";
import type { Warehouse } from "../../lib/databricks/warehouses.ts";
import type { Exam } from "../../lib/exam/question.ts";
import type { CheckName, Who, Words } from "../../lib/report/texts/doctor-texts.ts";
import type { Settings } from "../../lib/settings/settings.ts";
import type { SchemaCheck } from "../../lib/state/schema-check.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import type { RunContext } from "../run-context.ts";

/** What one check came to. */
export type Outcome =
  | { readonly kind: "ok"; readonly detail: Words }
  | Failing
  /** It has nothing to look at: no job is named, say. */
  | { readonly kind: "skipped"; readonly detail: Words };

export type Failing = {
  readonly kind: "failing";
  /** What was found. */
  readonly detail: Words;
  /** Who has to act. */
  readonly who: Who;
  /** The exact command, GRANT or setting. */
  readonly remedy: Words;
  /** Ids of questions that cannot be judged because of it. */
  readonly spoils?: readonly string[];
  /** What a run that must not start ends with; without it, an error of `code` with the same words. */
  readonly error?: EnhancerError;
  readonly code?: ErrorCode;
  /** Where it weighs otherwise than the check usually does. */
  readonly severity?: "blocks" | "warns";
};

/** What checks have found out, for those after them. A check reads only what the checks it needs have left here. */
export type Known = {
  identity?: Member;
  signInError?: EnhancerError;
  space?: GenieSpace;
  body?: GenieSpaceWithBody;
  editError?: EnhancerError;
  document?: SpaceDocument;
  warehouse?: Warehouse;
  warehouseZone?: string;
  schema?: SchemaCheck;
  exam?: Exam;
  model?: EndpointFacts;
  job?: JobSetup;
};

/** What checks look at: the settings alone, until there is a connection. */
export type DoctorContext = {
  readonly settings: Settings;
  readonly nodeVersion: string;
  /** Whether a model may be asked one small question. */
  readonly modelCall: boolean;
  readonly signal: AbortSignal;
  readonly run: RunContext | null;
};

/** A context with its connection. */
export type Connected = DoctorContext & { readonly run: RunContext };

type Common = {
  readonly name: CheckName;
  /** Whether a run must not start, or only should know. */
  readonly severity: "blocks" | "warns";
  /** Checks without whose being in order this one has nothing to say: it is skipped then, so that one fault is one finding. */
  readonly needs: readonly CheckName[];
  /**
   * How the orchestrator finds it out: `also` by this check whenever it begins a loop, `first` by it before anything is paid for, since it
   * runs SQL or asks a model, `itself` by doing the very thing.
   */
  readonly orchestrator: "also" | "first" | "itself";
};

/** One check. What it throws is a finding too: the error's own words. */
export type Check = Common &
  (
    | { readonly kind: "settings"; readonly run: (context: DoctorContext) => Outcome }
    | { readonly kind: "workspace"; readonly run: (context: Connected, known: Known) => Promise<Outcome> | Outcome }
  );

export function ok(detail: Words): Outcome {
  return { kind: "ok", detail };
}

export function skipped(detail: Words): Outcome {
  return { kind: "skipped", detail };
}

export function failing(
  detail: Words,
  who: Who,
  remedy: Words,
  more: Pick<Failing, "spoils" | "error" | "code" | "severity"> = {},
): Outcome {
  return { kind: "failing", detail, who, remedy, ...more };
}
