import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { putPrograms } from "../../scripts/template/put-programs.ts";
import { templateFiles } from "../../scripts/template/template-files.ts";
import { type Serving, serveLocal } from "../../src/local/serve.ts";
import { type CliResult, databricksCli, type DatabricksCli } from "../cli-client/databricks-cli.ts";

export type TemplateCase = {
  readonly folder: string;
  readonly serving: Serving;
  readonly cli: DatabricksCli;
  /** What the CLI signs in with. */
  readonly login: Readonly<Record<string, string>>;
  /** The template as git has it. */
  readonly template: string;
  /** Puts the programs of a folder into the template. */
  fill(programs: string): Promise<void>;
  /** `bundle init` with these answers, without a terminal; what is not answered takes its default. */
  init(answers: Readonly<Record<string, string>>, into?: string): Promise<CliResult>;
  close(): Promise<void>;
};

/** A copy of the template, a local workspace, and a CLI that is signed in to it. */
export async function templateCase(cliPath: string, samples: readonly "bakehouse"[]): Promise<TemplateCase> {
  const folder = await mkdtemp(join(tmpdir(), "template-"));
  const template = join(folder, "template");
  for (const [file, text] of await templateFiles()) {
    await mkdir(dirname(join(template, file)), { recursive: true });
    await writeFile(join(template, file), text);
  }
  const options = { port: 0, seed: 1, speed: 0, flakyShare: 0, demo: null, readyFile: null, samples };
  const serving = await serveLocal({ folder: join(folder, "local"), environment: process.env, ...options });
  const { host, token, ca_file: caFile } = serving.ready;
  const login = { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, SSL_CERT_FILE: caFile, NODE_EXTRA_CA_CERTS: caFile };
  const cli = await databricksCli(cliPath, login);
  return {
    folder,
    serving,
    cli,
    login,
    template,
    fill: (programs) => putPrograms(template, programs),
    init: async (answers, into = ".") => {
      await writeFile(join(folder, "answers.json"), JSON.stringify(answers));
      return await cli.run(folder, "bundle", "init", template, "--config-file", "answers.json", "--output-dir", into);
    },
    close: async () => {
      await cli.close();
      await serving.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
