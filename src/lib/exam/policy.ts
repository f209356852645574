import { z } from "zod";

const tolerance = z.strictObject({
  relative: z.number().min(0).optional(),
  absolute: z.number().min(0).optional(),
});

/** How one question's answer is compared where the defaults of docs/gate.md do not fit. */
export const policySchema = z
  .strictObject({
    distinct: z.boolean().optional(),
    ordered: z.boolean().optional(),
    names: z.enum(["ignore"]).optional(),
    extra_columns: z.enum(["allow", "refuse"]).optional(),
    tolerance: tolerance.optional(),
    round: z.number().int().min(0).optional(),
    case: z.enum(["ignore"]).optional(),
    empty_ok: z.boolean().optional(),
    /** Session time zone for timestamps without one. */
    time_zone: z.string().optional(),
  })
  .refine((policy) => policy.tolerance === undefined || policy.round === undefined, {
    message: "tolerance and round exclude each other",
  });

export type Policy = z.infer<typeof policySchema>;
