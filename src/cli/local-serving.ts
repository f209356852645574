import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type Ready, readyFileSchema } from "./local-settings.ts";

/** Which process serves a folder, from before it answers until it has closed its files. */
const servingSchema = z.object({
  pid: z.number(),
  ready_file: z.string(),
  /** The process it ends with, or null when it serves until it is stopped itself. */
  owner: z.number().nullable(),
});

export type ServingNote = z.infer<typeof servingSchema>;

const noteOf = (folder: string): string => join(folder, "serving.json");

/** What takes back that this process serves a folder. */
export type Notice = {
  /** From now on nobody new comes: it is about to stop. */
  readonly stopping: () => Promise<void>;
  /** Its files are closed: another process may serve the folder. */
  readonly gone: () => Promise<void>;
};

/** Notes that this process serves the folder, for as long as the owner lives if there is one. */
export async function noteServing(folder: string, readyFile: string, owner: number | null): Promise<Notice> {
  await mkdir(folder, { recursive: true });
  const note: ServingNote = { pid: process.pid, ready_file: resolve(readyFile), owner };
  await writeFile(noteOf(folder), JSON.stringify(note));
  return {
    stopping: () => rm(note.ready_file, { force: true }),
    gone: () => rm(noteOf(folder), { force: true }),
  };
}

/** The folder's note, or null when nobody left one. */
export async function readServing(folder: string): Promise<ServingNote | null> {
  return servingSchema.safeParse(await readJson(noteOf(folder))).data ?? null;
}

/** The ready file's content, or null while there is none. */
export async function readReady(file: string): Promise<Ready | null> {
  return readyFileSchema.safeParse(await readJson(file)).data ?? null;
}

/** Whether a process of that id lives, be it another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Both files are read while others write them: what is not there, or not whole yet, is nothing yet. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}
