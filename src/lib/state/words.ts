/** The words that stand in columns. docs/tables.md lists them for people. */
export const runStatuses = [
  "RUNNING",
  "AWAITING_APPROVAL",
  "NEEDS_ANOTHER_LOOP",
  "TARGET_REACHED",
  "PLATEAU",
  "MAX_LOOPS",
  "BUDGET_EXHAUSTED",
  "STOPPED",
  "BLOCKED",
  "FAILED",
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runOutcomes = ["IMPROVED", "NO_PROVEN_CHANGE", "INDECISIVE", "CONFLICT", "EXAM_NOT_FIT"] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** Of a loop and of a stage alike. */
export const workStatuses = ["PENDING", "RUNNING", "COMPLETED", "FAILED", "SKIPPED"] as const;
export type WorkStatus = (typeof workStatuses)[number];

export const decisions = ["KEEP", "ROLL_BACK", "PARTLY_KEPT", "INDECISIVE", "NONE"] as const;

/** Each stage's number, as dashboards know it. */
export const stageNumbers = { orchestrator: 0, score: 1, plan: 2, apply: 3, validate: 4, loop: 5 } as const;
export type StageName = keyof typeof stageNumbers;
export const stageNames = ["orchestrator", "score", "plan", "apply", "validate", "loop"] as const satisfies StageName[];

export const changeStatuses = [
  "PROPOSED",
  "BLOCKED",
  "APPROVED",
  "REJECTED",
  "APPLIED",
  "KEPT",
  "REVERTED",
  "PROMOTED",
  "UNDONE",
] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

export const validationStatuses = [
  "PROVEN",
  "NO_CHANGE",
  "UNDERPOWERED",
  "HARMFUL",
  "INDECISIVE",
  "NOT_TESTED",
] as const;

/** What an attempt was asked for. */
export const arms = [
  "baseline",
  "candidate",
  "confirm_best",
  "confirm_working",
  "evaluation",
  "holdout_production",
  "holdout_best",
  "platform",
] as const;
export type Arm = (typeof arms)[number];

export const verdicts = ["CORRECT", "INCORRECT", "NOT_EVALUABLE", "NO_ANSWER", "INFRA"] as const;
export type AttemptVerdict = (typeof verdicts)[number];

export const spaceRoles = ["production", "dev_best", "dev_working"] as const;
export type SpaceRole = (typeof spaceRoles)[number];

export const intentStatuses = ["INTENDED", "DONE", "FAILED", "UNVERIFIED"] as const;
export type IntentStatus = (typeof intentStatuses)[number];

export const lessonStatuses = ["active", "deprecated", "superseded"] as const;
export type LessonStatus = (typeof lessonStatuses)[number];

export const approvalDecisions = ["APPROVE", "REJECT", "EDIT", "STOP"] as const;

export const approvalChannels = ["job", "cli", "row"] as const;

/** A line of the decision table; the last line speaks for the whole with one of the last three. */
export const promotionVerdicts = ["PASS", "FAIL", "WARN", "NOT_TESTED", "PROMOTE", "HOLD", "REJECT"] as const;
export type PromotionVerdict = (typeof promotionVerdicts)[number];

export const splits = ["visible", "held_out"] as const;
