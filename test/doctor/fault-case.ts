import { readFileSync } from "node:fs";
import type { CheckName, Who } from "../../src/lib/report/texts/doctor-texts.ts";
import { pathOf, six } from "../whole/fixture.ts";
import { type Bench, type Visit } from "./bench.ts";

/** One thing that is wrong, and the one finding it gives. */
export type FaultCase = {
  readonly fault: string;
  readonly check: CheckName;
  readonly who: Who;
  readonly severity: "blocks" | "warns";
  readonly remedy: RegExp;
  readonly spoils?: readonly string[];
  /** Makes it wrong. What it gives is called afterwards. */
  readonly arrange?: (bench: Bench) => Promise<Visit | void>;
  readonly visit?: Visit;
  readonly undo?: (bench: Bench) => Promise<void>;
};

export const me = "local.user@example.com";
export const toMe = "TO `local\\.user@example\\.com`$";
export const servicePrincipal = "00000000-0000-4000-8000-000000000003";
export const denied = (message: string) => ({ error_code: "PERMISSION_DENIED", message });
export const missing = (message: string) => ({ error_code: "RESOURCE_DOES_NOT_EXIST", message });
export const warehouse = "/api/2.0/sql/warehouses/:id";
export const endpoint = "/api/2.0/serving-endpoints/*";
export const chat = "/serving-endpoints/*/invocations";
export const space = "/api/2.0/genie/spaces/:id";
export const spaceBody = (change: (document: SixSpace) => unknown, outer: object = {}) => ({
  title: "Six questions",
  warehouse_id: "0a1b2c3d4e5f6789",
  etag: "e",
  serialized_space: JSON.stringify(change(JSON.parse(readFileSync(pathOf(six.space), "utf8")) as SixSpace)),
  ...outer,
});
export type SixSpace = { readonly instructions?: object };
export const same = (document: SixSpace): SixSpace => document;
export const shown = ({ spaceId }: Bench, body: object): object => ({ space_id: spaceId, ...body });
export const warehouseRow = { id: "0a1b2c3d4e5f6789", name: "W", state: "RUNNING", warehouse_type: "PRO" };
export const chatReply = (content: string) => ({ choices: [{ message: { content }, finish_reason: "stop" }] });
const hexOf = (number: number): string => number.toString(16).padStart(32, "0");
export const examples = (count: number) => (document: SixSpace) => ({
  ...document,
  instructions: {
    ...document.instructions,
    example_question_sqls: Array.from({ length: count }, (_, index) => ({
      id: hexOf(index + 1),
      question: [`How many customers are in city ${String(index)}?`],
      sql: [`SELECT ${String(index)}`],
    })),
  },
});
export const examWith = (members: object): string =>
  JSON.stringify({ benchmarks: [{ id: "a", question: "How many?", expected_sql: "SELECT 1", ...members }] });

export const task = { task_key: "a", notebook_task: { notebook_path: "/x" } };
export const jobOf = async ({ context }: Bench, settings: object): Promise<Visit> => {
  const job_id = await context.workspace.jobs.create({
    name: "enhance",
    tasks: [task],
    queue: { enabled: true },
    ...settings,
  });
  return { settings: { job_id } };
};
/** A schema of its own whose tables are there, to be spoilt. */
export const ownSchema = async (bench: Bench, schema: string, spoil: string): Promise<Visit> => {
  await using player = await bench.ground.connect({ schema });
  await player.context.state.migrate();
  await bench.sql(spoil);
  return { settings: { schema } };
};
