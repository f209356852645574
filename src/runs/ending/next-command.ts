/** The command that a person gives next about a run, ready to be pasted. A job's run is found by its job. */
export function nextCommand(
  name: "resume" | "continue" | "promote" | "rollback" | "stop",
  runId: string,
  workspaceName: string,
  jobId: string | null = null,
): string {
  const where = jobId === null ? (workspaceName === "local" ? " --local" : "") : ` --job-id ${jobId}`;
  return `npx genie-enhancer ${name} --run ${runId}${where}`;
}
