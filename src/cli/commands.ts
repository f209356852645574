import type { Command } from "./command.ts";
import { compareCommand } from "./commands/compare.ts";
import { examAcceptCommand } from "./commands/exam-accept.ts";
import { examImportCommand } from "./commands/exam-import.ts";
import { examLintCommand } from "./commands/exam-lint.ts";
import { examSplitCommand } from "./commands/exam-split.ts";
import { configCommand, sqlCommand } from "./commands/data-commands.ts";
import { continueCommand, resumeCommand } from "./commands/going-on-commands.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { localCommand } from "./commands/local.ts";
import { powerCommand } from "./commands/power.ts";
import { historyCommand } from "./commands/history.ts";
import { discardCommand, keepCommand } from "./commands/clone-commands.ts";
import { promoteCommand, rollbackCommand } from "./commands/production-commands.ts";
import { reviewCommand } from "./commands/review.ts";
import { runCommand } from "./commands/run.ts";
import { reportCommand, statusCommand, stopCommand, waitCommand } from "./commands/run-commands.ts";
import { spaceDiffCommand } from "./commands/space-diff.ts";
import { spaceLintCommand } from "./commands/space-lint.ts";
import { spaceMergeCommand } from "./commands/space-merge.ts";
import { spacePullCommand } from "./commands/space-pull.ts";
import { spacePushCommand } from "./commands/space-push.ts";
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
  keepCommand,
  discardCommand,
  promoteCommand,
  rollbackCommand,
  historyCommand,
  reportCommand,
  powerCommand,
  compareCommand,
  examImportCommand,
  examLintCommand,
  examSplitCommand,
  examAcceptCommand,
  spacePullCommand,
  spacePushCommand,
  spaceDiffCommand,
  spaceLintCommand,
  spaceMergeCommand,
  doctorCommand,
  configCommand,
  sqlCommand,
  localCommand,
];
