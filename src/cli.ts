import { commands } from "./cli/commands.ts";
import { runProgram } from "./cli/program.ts";

// Whoever reads what is printed may stop reading, as `head` does: no failure of ours, and nothing more to print.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}
process.exitCode = await runProgram(commands, process.argv.slice(2), process);
