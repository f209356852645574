import type { Command } from "./command.ts";
import { compareCommand } from "./commands/compare.ts";
import { configCommand, sqlCommand } from "./commands/data-commands.ts";
import { localCommand } from "./commands/local.ts";
import { promoteCommand, rollbackCommand } from "./commands/production-commands.ts";
import { runCommand } from "./commands/run.ts";
import { reportCommand, resumeCommand, statusCommand, stopCommand } from "./commands/run-commands.ts";
import { stageCommands } from "./commands/stage-commands.ts";

/** Every command there is, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  ...stageCommands,
  statusCommand,
  stopCommand,
  resumeCommand,
  promoteCommand,
  rollbackCommand,
  reportCommand,
  compareCommand,
  configCommand,
  sqlCommand,
  localCommand,
];
