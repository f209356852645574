import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EnhancerError } from "../../../lib/core/errors.ts";

/** Where Spark is: its Python, and the folder with Delta's jars and our catalog. */
export type SparkInstallation = { readonly folder: string; readonly python: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where it is installed unless somebody says otherwise: beside the sources, ignored by git. */
export const sparkFolder = fileURLToPath(new URL("../../../../.delta", import.meta.url));

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const pins = ["requirements.txt", "pom.xml", "LocalCatalog.java"].map(here);
const copyJars = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
const run = promisify(execFile);

/** Programs that are needed and not there, each with what to install; empty when Spark can be installed. */
export async function missingForSpark(environment: Environment): Promise<readonly string[]> {
  const options = { env: environment };
  const java = async (): Promise<boolean> => {
    const { stderr } = await run("javac", ["-version"], options).then(({ stdout, stderr: said }) => ({
      stderr: stdout + said,
    }));
    return Number(/javac (\d+)/u.exec(stderr)?.[1] ?? 0) >= 17;
  };
  const maven = async (): Promise<boolean> => (await run("mvn", ["-v"], options)).stdout.includes("Maven");
  const python = async (): Promise<boolean> =>
    (await run("python3", ["-c", "import sys, venv; print(sys.version_info >= (3, 10))"], options)).stdout.trim() ===
    "True";
  const wanted = [
    ["Java 17 (a JDK)", java],
    ["Maven", maven],
    ["Python 3.10 with venv", python],
  ] as const;
  const there = await Promise.all(wanted.map(([, isThere]) => isThere().catch(() => false)));
  return wanted.flatMap(([name], at) => (there[at] === true ? [] : [name]));
}

/**
 * Spark and Delta at the versions pinned here, in a folder of their own. Installed where they are not there yet, which takes a
 * minute and 530 MB; `say` hears of it.
 * @throws EnhancerError NOT_FOUND when Java, Maven or Python is missing, UNREACHABLE when a download fails
 */
export async function installSpark(
  folder: string,
  environment: Environment,
  say: (line: string) => void,
): Promise<SparkInstallation> {
  const installation = { folder, python: join(folder, "venv", "bin", "python") };
  const stamp = join(folder, "stamp");
  const wanted = await digestOfPins();
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return installation;
  const missing = await missingForSpark(environment);
  if (missing.length > 0) throw notInstallable(missing);
  say(`Installing Spark and Delta in ${folder}: once, about a minute.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "classes"), { recursive: true });
  await writeFile(join(folder, ".gitignore"), "*\n");
  const execute = async (program: string, words: readonly string[]): Promise<void> => {
    try {
      await run(program, words, { env: environment, cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    } catch (cause) {
      throw failedStep(program, words, cause);
    }
  };
  await Promise.all([
    (async () => {
      await execute("python3", ["-m", "venv", join(folder, "venv")]);
      const quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
      await execute(installation.python, [...quietly, "-r", here("requirements.txt")]);
    })(),
    execute("mvn", ["-B", "-q", "-f", here("pom.xml"), copyJars, `-DoutputDirectory=${join(folder, "jars")}`]),
  ]);
  await execute("javac", [
    "-d",
    join(folder, "classes"),
    "-cp",
    await classPath(installation),
    here("LocalCatalog.java"),
  ]);
  await writeFile(stamp, wanted);
  return installation;
}

async function classPath({ folder, python }: SparkInstallation): Promise<string> {
  const { stdout } = await run(python, ["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"]);
  return `${join(folder, "jars", "*")}:${join(stdout.trim(), "jars", "*")}`;
}

/** Another version of anything is installed anew. */
async function digestOfPins(): Promise<string> {
  const texts = await Promise.all(pins.map((file) => readFile(file, "utf8")));
  return createHash("sha256").update(texts.join("\0")).digest("hex");
}

function notInstallable(missing: readonly string[]): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message: `The Spark engine needs ${missing.join(" and ")}, not found on PATH`,
    remedy: "Install what is missing, or use the default engine, duckdb.",
  });
}

function failedStep(program: string, words: readonly string[], cause: unknown): EnhancerError {
  const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim().slice(-1_000) : "";
  return new EnhancerError({
    code: "UNREACHABLE",
    message: `Installing Spark failed at ${[program, ...words.slice(0, 3)].join(" ")}: ${said || String(cause)}`,
    remedy: "Check that pip and Maven reach their repositories, then try again.",
    retryable: true,
    cause,
  });
}
