import { z } from "zod";

const column = z.object({
  name: z.string().min(1),
  display: z.string().optional(),
  aggregation: z.string().optional(),
});
const operand = z.object({
  column: column.optional(),
  value: z
    .object({
      double_value: z.number().optional(),
      string_value: z.string().optional(),
      bool_value: z.boolean().optional(),
    })
    .optional(),
});

/** What somebody says of an alert; the rest is the workspace's to tell. */
export const alertDefinition = z.object({
  display_name: z.string().min(1),
  query_text: z.string().min(1),
  warehouse_id: z.string().min(1),
  parent_path: z.string().optional(),
  custom_summary: z.string().optional(),
  custom_description: z.string().optional(),
  parameters: z.array(z.looseObject({ name: z.string() })).optional(),
  run_as: z.object({ user_name: z.string().optional(), service_principal_name: z.string().optional() }).optional(),
  run_as_user_name: z.string().optional(),
  evaluation: z.object({
    source: column,
    comparison_operator: z.enum([
      "LESS_THAN",
      "GREATER_THAN",
      "EQUAL",
      "NOT_EQUAL",
      "GREATER_THAN_OR_EQUAL",
      "LESS_THAN_OR_EQUAL",
      "IS_NULL",
      "IS_NOT_NULL",
    ]),
    threshold: operand.optional(),
    empty_result_state: z.enum(["OK", "TRIGGERED", "ERROR", "UNKNOWN"]).optional(),
    notification: z
      .object({
        notify_on_ok: z.boolean().optional(),
        retrigger_seconds: z.number().int().min(0).optional(),
        subscriptions: z
          .array(z.object({ user_email: z.string().optional(), destination_id: z.string().optional() }))
          .optional(),
      })
      .optional(),
  }),
  schedule: z.object({
    quartz_cron_schedule: z.string().min(1),
    timezone_id: z.string().min(1),
    pause_status: z.enum(["PAUSED", "UNPAUSED"]).optional(),
  }),
});

export type AlertDefinition = z.output<typeof alertDefinition>;

/** The text of the file an alert is shown as in its folder: what can be set, without what the file's place says. */
export function alertFile(definition: AlertDefinition): string {
  const { query_text: query, custom_description: description, evaluation, schedule } = definition;
  const file = {
    ...(definition.custom_summary === undefined ? {} : { custom_summary: definition.custom_summary }),
    evaluation: { ...evaluation, notification: evaluation.notification ?? {} },
    schedule,
    query_lines: linesOf(query),
    ...(description === undefined ? {} : { custom_description_lines: linesOf(description) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/u, "").split("\n");
}
