import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { EnhancerError } from "../../lib/core/errors.ts";
import { decodeText, type Encoding } from "../../lib/exam/decode-text.ts";
import type { ExamSource } from "../../lib/exam/load-exam.ts";
import type { RunContext } from "../run-context.ts";

export type ExamFile = { readonly source: ExamSource & { readonly kind: "text" }; readonly encoding: Encoding };

/** Whether a name is that of a file an exam can be read from. */
export function isExamFile(name: string): boolean {
  return /\.(?:json|ya?ml|csv|tsv|md|markdown)$/iu.test(name);
}

/** Whether a path is read through the workspace, so that it is found from every machine. */
export function isInVolume(path: string): boolean {
  return path.startsWith("/Volumes/");
}

/** Reads an exam's file as text. @throws EnhancerError EXAM_INVALID when it cannot be read or is no text */
export async function readExamFile(
  path: string,
  files: Pick<RunContext, "workspace" | "signal"> | null,
): Promise<ExamFile> {
  const bytes = await bytesOf(path, files).catch((cause: unknown) => {
    throw new EnhancerError({
      code: "EXAM_INVALID",
      message: `The exam file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: "Check the path; it counts from the folder the command is started in.",
      cause,
    });
  });
  const name = basename(path);
  const { text, encoding } = decodeText(name, bytes);
  return { source: { kind: "text", name, text }, encoding };
}

function bytesOf(path: string, files: Pick<RunContext, "workspace" | "signal"> | null): Promise<Uint8Array> {
  return files !== null && isInVolume(path) ? files.workspace.files.read(path, files.signal) : readFile(path);
}
