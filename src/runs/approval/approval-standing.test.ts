import { expect, it } from "vitest";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { standingOf } from "./approval-standing.ts";
import { approvalRow, changeRow } from "../testing/rows.ts";

const now = new Date("2026-01-05T09:00:00.000Z");
const asked = { plan_digest: "p1", approval_expires_at: "2026-01-06T09:00:00.000Z", plan_basis_json: null };
const twice = { ...asked, plan_basis_json: JSON.stringify({ approvals_required: 2 }) };
const late = { ...asked, approval_expires_at: now.toISOString() };
const plan = (...statuses: ChangeRow["status"][]): ChangeRow[] =>
  statuses.map((status, index) => changeRow({ change_id: `c${String(index + 1)}`, status }));
const yes = approvalRow();
const ann = approvalRow({ decided_by: "ann@example.com" });
const bob = approvalRow({ decided_by: "bob@example.com" });

it.each([
  ["nothing was planned", "not_needed", plan(), [], null],
  ["checks blocked all of it", "not_needed", plan("BLOCKED"), [], null],
  ["all of it was rejected", "not_needed", plan("REJECTED", "REJECTED"), [], asked],
  ["it was tried already", "not_needed", plan("APPLIED", "REVERTED"), [], asked],
  ["it was not put to anybody yet", "waiting", plan("PROPOSED"), [yes], null],
  ["nobody spoke", "waiting", plan("PROPOSED", "BLOCKED"), [], asked],
  ["a fix has no word yet", "waiting", plan("PROPOSED", "PROPOSED"), [{ ...yes, change_id: "c1" }], asked],
  ["nobody spoke in time", "expired", plan("PROPOSED"), [], late],
  ["it was approved", "decided", plan("PROPOSED", "BLOCKED"), [yes], asked],
  ["it was approved and its time is over since", "decided", plan("APPROVED"), [yes], late],
  ["one of two approved it", "waiting", plan("PROPOSED"), [ann], twice],
  [
    "one of two approved it twice",
    "waiting",
    plan("PROPOSED"),
    [ann, { ...ann, decided_by: "Ann@Example.com " }],
    twice,
  ],
  ["two of two approved it", "decided", plan("PROPOSED"), [ann, bob], twice],
  ["one of two rejected it", "decided", plan("PROPOSED"), [{ ...bob, decision: "REJECT" as const }], twice],
  ["a row says approved and no word does", "waiting", plan("APPROVED"), [], asked],
] as const)("where %s it is %s", (_what, kind, rows, words, iteration) => {
  expect(standingOf(rows, words, iteration, now).kind).toBe(kind);
});
