/** Whether two SQL texts differ in nothing but spaces, a closing semicolon, and case outside of quotes. */
export function sameSql(left: string, right: string): boolean {
  return plainSql(left) === plainSql(right);
}

function plainSql(sql: string): string {
  const parts = sql
    .trim()
    .replace(/;\s*$/u, "")
    .split(/('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`)/u);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/\s+/gu, " ").toLowerCase()))
    .join("")
    .trim();
}

/** Whether people would take two words or questions for the same: case, form of characters and outer spaces aside. */
export function sameWords(left: string, right: string): boolean {
  return plainWords(left) === plainWords(right);
}

function plainWords(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/gu, " ").toLowerCase();
}
