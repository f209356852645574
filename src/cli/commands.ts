import type { Command } from "./command.ts";
import { compareCommand } from "./commands/compare.ts";
import { configCommand, sqlCommand } from "./commands/data-commands.ts";
import { continueCommand, resumeCommand } from "./commands/going-on-commands.ts";
import { localCommand } from "./commands/local.ts";
import { powerCommand } from "./commands/power.ts";
import { discardCommand, promoteCommand, rollbackCommand } from "./commands/production-commands.ts";
import { reviewCommand } from "./commands/review.ts";
import { runCommand } from "./commands/run.ts";
import { reportCommand, statusCommand, stopCommand, waitCommand } from "./commands/run-commands.ts";
import { stageCommands } from "./commands/stage-commands.ts";

/** Every command there is, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  ...stageCommands,
  statusCommand,
  waitCommand,
  reviewCommand,
  stopCommand,
  resumeCommand,
  continueCommand,
  discardCommand,
  promoteCommand,
  rollbackCommand,
  reportCommand,
  powerCommand,
  compareCommand,
  configCommand,
  sqlCommand,
  localCommand,
];
