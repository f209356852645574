type Loose = Readonly<Record<string, unknown>>;

/**
 * The space's own benchmark questions in the shape of file entries. Lines are put together as the service does: without separators.
 * @param document a parsed serialized_space
 */
export function spaceEntries(document: unknown): readonly Loose[] {
  const questions = listIn(objectIn(document)?.["benchmarks"], "questions");
  return questions.map((item) => {
    const question = objectIn(item) ?? {};
    const answers = Array.isArray(question["answer"]) ? question["answer"] : [];
    const sql = answers.map(objectIn).find((answer) => answer?.["format"] === "SQL");
    const note = joined(question["evaluation_note"]);
    const entry: Record<string, unknown> = { question: joined(question["question"]) };
    if (typeof question["id"] === "string") entry["id"] = question["id"];
    if (sql !== undefined) entry["expected_sql"] = joined(sql["content"]);
    if (note !== "") entry["evaluation_note"] = note;
    return entry;
  });
}

function objectIn(value: unknown): Loose | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : undefined;
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = objectIn(value)?.[key];
  return Array.isArray(list) ? list : [];
}

function joined(lines: unknown): string {
  if (typeof lines === "string") return lines;
  return Array.isArray(lines) ? lines.filter((line) => typeof line === "string").join("") : "";
}
