import { z } from "zod";

/** What the notebook's process tells, one JSON document a line; those that ask wait for one line back. */
const hostMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("task_value"), key: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal("get_task_value"), taskKey: z.string(), key: z.string() }),
  z.object({ kind: z.literal("token") }),
  z.object({ kind: z.literal("secret"), value: z.string() }),
  z.object({ kind: z.literal("html"), html: z.string() }),
  z.object({
    kind: z.literal("end"),
    end: z.enum(["succeeded", "failed"]),
    exitValue: z.string().nullish(),
    error: z.string().optional(),
    trace: z.string().optional(),
  }),
]);

export type HostMessage = z.infer<typeof hostMessage>;

/** Reads one line. @throws Error when it is not one of the messages */
export function readHostMessage(line: string): HostMessage {
  return hostMessage.parse(JSON.parse(line));
}
