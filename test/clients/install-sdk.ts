import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the Python SDK is installed: beside the sources, ignored by git. */
export const sdkFolder = fileURLToPath(new URL("../../.clients", import.meta.url));

const pins = fileURLToPath(new URL("requirements.txt", import.meta.url));
const run = promisify(execFile);

/** What is needed and not there; empty when the SDK can be installed. */
export async function missingForSdk(environment: Environment): Promise<readonly string[]> {
  const has = async (test: string): Promise<boolean> =>
    await run("python3", ["-c", test], { env: environment }).then(
      () => true,
      () => false,
    );
  if (!(await has("import sys; sys.exit(sys.version_info < (3, 10))"))) return ["Python 3.10 or newer"];
  return (await has("import venv, ensurepip")) ? [] : ["Python's venv with pip"];
}

/**
 * The official Python SDK at the version of requirements.txt, in a folder of its own; installed where that version is not there
 * yet.
 * @returns the Python that has it
 * @throws Error when pip cannot install it, with what pip said
 */
export async function installSdk(
  folder: string,
  environment: Environment,
  say: (line: string) => void,
): Promise<string> {
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "stamp");
  const wanted = createHash("sha256")
    .update(await readFile(pins))
    .digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return python;
  say(`Installing the Python SDK in ${folder}: once, a few seconds.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run("python3", ["-m", "venv", folder], { env: environment });
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", pins], {
    env: environment,
  });
  await writeFile(stamp, wanted);
  return python;
}
