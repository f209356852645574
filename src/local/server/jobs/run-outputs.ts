/** What a notebook printed and displayed. */
export type NotebookOutput = { readonly text: string; readonly html: readonly string[] };

/** Outputs of the latest attempts, by their run id; in memory only, since they are for a look while the workspace runs. */
export type RunOutputs = {
  print(taskRunId: string, text: string): void;
  show(taskRunId: string, html: readonly string[]): void;
  of(taskRunId: string): NotebookOutput | null;
};

const keptAttempts = 50;
const keptCharacters = 256 * 1024;

export function runOutputs(): RunOutputs {
  const outputs = new Map<string, NotebookOutput>();
  const put = (id: string, output: NotebookOutput): void => {
    outputs.set(id, output);
    const oldest = outputs.keys().next().value;
    if (outputs.size > keptAttempts && oldest !== undefined) outputs.delete(oldest);
  };
  const of = (id: string): NotebookOutput | null => outputs.get(id) ?? null;
  return {
    print: (id, text) => {
      const before = of(id) ?? { text: "", html: [] };
      put(id, { ...before, text: (before.text + text).slice(-keptCharacters) });
    },
    show: (id, html) => put(id, { text: of(id)?.text ?? "", html }),
    of,
  };
}
