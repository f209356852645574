/** The JSON object of a reply, or one sentence why there is none. */
export function jsonIn(text: string): unknown {
  const start = text.indexOf("{");
  if (start === -1) return "the reply holds no JSON";
  const end = text.lastIndexOf("}");
  for (const candidate of [text.trim(), text.slice(start, end + 1)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === "object" && value !== null) return value;
    } catch {
      // The next candidate, or the sentence below, says it.
    }
  }
  return isCut(text.slice(start)) ? "the reply was cut before its JSON ended" : "the reply's JSON is broken";
}

/** Whether brackets stay open at the end. */
function isCut(text: string): boolean {
  let depth = 0;
  for (const token of text.match(/"(?:[^"\\]|\\.)*("|$)|[{}[\]]/gu) ?? []) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (token.length === 1 || !token.endsWith('"')) return true;
  }
  return depth > 0;
}
