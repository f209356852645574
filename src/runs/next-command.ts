/** The command that a person gives next about a run, ready to be pasted. */
export function nextCommand(
  name: "resume" | "promote" | "rollback" | "stop",
  runId: string,
  workspaceName: string,
): string {
  return `npx genie-enhancer ${name} --run ${runId}${workspaceName === "local" ? " --local" : ""}`;
}
