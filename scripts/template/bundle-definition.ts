/** What a Go template prints as it stands here: `{{` opens nothing in it. */
export function literal(text: string): string {
  return text.replaceAll("{{", '{{"{{"}}');
}

/** Replaces what must stand in a text exactly once. @throws Error when the bundle no longer has it, or has it twice */
function replaceOnce(text: string, old: string | RegExp, replacement: string): string {
  const parts = text.split(old);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined)
    throw new Error(
      `The template needs ${String(old)} once in the bundle, and it is there ${String(parts.length - 1)} times.`,
    );
  return before + replacement + after;
}

/** Which answer is which variable's default. Patterns keep out what would end the quotes. */
const answers: Readonly<Record<string, string>> = {
  space_id: "space_id",
  warehouse: "warehouse",
  llm_endpoint: "llm_endpoint",
  catalog: "catalog",
  schema: "schema",
  locale: "locale",
  session_time_zone: "time_zone",
  schedule_time_zone: "time_zone",
};

function withAnswer(text: string, variable: string, answer: string): string {
  const [head = "", ...rest] = text.split(new RegExp(`^(?=  ${variable}:$)`, "mu"));
  if (rest.length !== 1) throw new Error(`The template needs the variable ${variable} in databricks.yml once.`);
  // Up to the first `default:`, which is the variable's own: each has one.
  const own = (rest[0] ?? "").replace(/^( {4}default: ).*$/mu, (_, key: string) => `${key}"{{.${answer}}}"`);
  return head + own;
}

const byName = `
    lookup:
      warehouse: \${var.warehouse}
`;

/** A warehouse that was given by its id is not looked up by its name. */
const byEither = `
{{- if (regexp "^[0-9a-f]{16}$").MatchString .warehouse}}
    default: "{{.warehouse}}"
{{- else}}
    lookup:
      warehouse: \${var.warehouse}
{{- end}}
`;

const builtHere = /# What runs is built from src.*\nartifacts:\n(?:[ ].*\n)+\n/u;

/** databricks.yml of the repository as the one of a project: the answers are defaults, and nothing is built there any more. */
export function bundleDefinition(repository: string): string {
  let text = literal(repository);
  text = replaceOnce(
    text,
    /^# Improves a Genie space.*\n/mu,
    '# Made from genie-enhancer {{template "release"}}. README.md says how to start.\n',
  );
  text = replaceOnce(text, "\n  name: genie-enhancer\n", '\n  name: "{{.project_name}}"\n');
  for (const [variable, answer] of Object.entries(answers)) text = withAnswer(text, variable, answer);
  text = replaceOnce(text, byName, byEither);
  text = replaceOnce(
    text,
    builtHere,
    "# Of the project nothing but bundle/ is uploaded, its programs in bundle/dist also where git ignores such folders.\n",
  );
  return replaceOnce(text, "    - bundle/dist/.gitkeep\n", "");
}

/** The secret scope carries the project's name: two projects in one workspace have one each. */
export function secretScope(repository: string): string {
  return replaceOnce(repository, "name: genie-enhancement-${bundle.target}", "name: ${bundle.name}-${bundle.target}");
}
