import { EnhancerError } from "../../lib/core/errors.ts";
import type { ExamSource } from "../../lib/exam/load-exam.ts";
import type { Encoding } from "../../lib/exam/decode-text.ts";
import { requireSettings } from "../../lib/settings/resolve.ts";
import { parseSpace } from "../../lib/space/document.ts";
import { isExamFile, isInVolume, readExamFile } from "../../runs/exam/exam-file.ts";
import { examSource } from "../../runs/exam/exam-source.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { withWorkspace } from "../with-workspace.ts";

export const forceOption = {
  name: "force",
  type: "boolean",
  en: "write over a file that is there",
  ko: "이미 있는 파일을 덮어씀",
} as const;

/** The exam that is meant: the word behind the command, else what setting benchmarks names. */
function wantedExam(invocation: Pick<Invocation, "arguments" | "resolved">): string {
  return invocation.arguments.positionals[0] ?? invocation.resolved.settings.benchmarks;
}

/** @throws EnhancerError SETTINGS_INVALID for more than one word */
export function checkOneExam({ positionals }: Arguments): void {
  if (positionals.length <= 1) return;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `One exam at a time: ${positionals.map((word) => JSON.stringify(word)).join(", ")} are ${String(positionals.length)}`,
    remedy: "Give one file, one table as catalog.schema.table, or `space`; put a path with spaces in quotes.",
  });
}

/** Reads the exam that is meant. A file on this machine needs no workspace; all else is read through one. */
export async function readWantedExam(
  invocation: Invocation,
): Promise<{ readonly source: ExamSource; readonly encoding: Encoding | null }> {
  const name = wantedExam(invocation);
  if (isExamFile(name) && !isInVolume(name)) return readExamFile(name, null);
  return withWorkspace(invocation, async (context) => {
    const source = await examSource(context, name, async () => {
      requireSettings(context.settings, ["space_id"]);
      const space = await context.workspace.spaces.get(context.settings.space_id ?? "", context.signal);
      return parseSpace(space.serializedSpace);
    });
    return { source, encoding: null };
  });
}
