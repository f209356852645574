import { execFile } from "node:child_process";
import { promisify } from "node:util";

const oldest = [3, 10] as const;
const question = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')";

/**
 * The interpreter itself behind `python3`, or behind GENIE_ENHANCER_PYTHON: what PATH names may be a wrapper that needs its
 * owner's environment.
 * @throws Error that says what to install or set
 */
export async function findPython(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  const named = environment["GENIE_ENHANCER_PYTHON"] ?? "python3";
  const remedy = `Notebooks run on Python ${oldest.join(".")} or newer: install it, or name it in GENIE_ENHANCER_PYTHON.`;
  const { stdout } = await promisify(execFile)(named, ["-c", question], { env: { ...environment } }).catch(
    (cause: unknown) => {
      throw new Error(`${named} does not run. ${remedy}`, { cause });
    },
  );
  const [path = "", major = "", minor = ""] = stdout.trim().split("\n");
  if (Number(major) * 100 + Number(minor) < oldest[0] * 100 + oldest[1]) {
    throw new Error(`${named} is version ${major}.${minor}. ${remedy}`);
  }
  return path;
}
