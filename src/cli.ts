import { commands } from "./cli/commands.ts";
import { runProgram } from "./cli/program.ts";

process.exitCode = await runProgram(commands, process.argv.slice(2), process);
