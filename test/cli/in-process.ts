import { commands } from "../../src/cli/commands.ts";
import { runProgram } from "../../src/cli/program.ts";

/** The command line in this process, for words that start nothing and connect to nothing. */
export async function said(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = "";
  let stderr = "";
  const machine = {
    env,
    on: () => {},
    exit: () => {},
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text), isTTY: false },
  };
  // Of a whole process the program uses these members.
  const code = await runProgram(commands, words, machine as unknown as NodeJS.Process);
  return { code, stdout, stderr };
}
