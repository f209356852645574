import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleDefinition, literal, secretScope } from "./bundle-definition.ts";
import { templateSchema } from "./questions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder that becomes the project, inside the template's. */
export const projectFolder = "template/{{.project_name}}";

/** What `npm run build` puts into the template; git has none of it. */
export const builtParts = { programs: `${projectFolder}/bundle/dist`, release: "library/release.tmpl" } as const;

const ignored = `# Filled by \`npm run build\`.
/template/*/bundle/dist/
/${builtParts.release}
`;

const ignoredInProject = `.databricks/
__pycache__/
`;

/** Read before release.tmpl, which says the same by another text once there are programs. */
const notBuilt = `{{define "release"}}{{fail "This template has no programs yet. In the repository of genie-enhancer run: npm ci && npm run build. A release has them."}}{{end}}
`;

/** Files of the bundle that go into a project as they are: all of it but what is built. */
function bundleFiles(): readonly string[] {
  return globSync(["resources/*.yml", "bundle/*", "bundle/{launcher,dashboards}/*"], { cwd: root })
    .filter((file) => /\.(?:yml|py|json)$/u.test(file))
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted();
}

async function read(file: string): Promise<string> {
  return await readFile(root + file, "utf8");
}

async function readme(): Promise<string> {
  const [en, ko] = await Promise.all(["en", "ko"].map((locale) => read(`scripts/template/readme.${locale}.md`)));
  return `{{if eq .locale "ko"}}${ko ?? ""}{{else}}${en ?? ""}{{end}}`;
}

/** As the formatter leaves it: a list of words on one line. */
function formatted(document: unknown): string {
  const lists = /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/gu;
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(lists, (_, words: string) => `[${words.replaceAll(/,\s+/gu, ", ")}]`)}\n`;
}

/** The template as git has it: each file's text by its path within template/. */
export async function templateFiles(): Promise<ReadonlyMap<string, string>> {
  const copies = bundleFiles().map(async (file): Promise<[string, string]> => {
    const text = await read(file);
    return [`${projectFolder}/${file}`, file === "resources/credentials.secret_scope.yml" ? secretScope(text) : text];
  });
  return new Map([
    ["databricks_template_schema.json", formatted(templateSchema())],
    [".gitignore", ignored],
    ["library/not-built.tmpl", notBuilt],
    [`${projectFolder}/databricks.yml.tmpl`, bundleDefinition(await read("databricks.yml"))],
    [`${projectFolder}/README.md.tmpl`, await readme()],
    [`${projectFolder}/.gitignore`, ignoredInProject],
    ...(await Promise.all(copies)),
  ]);
}

/** The file that tells the release, and that there are programs. */
export function releaseFile(version: string): string {
  return `{{define "release"}}${literal(version)}{{end}}\n`;
}
