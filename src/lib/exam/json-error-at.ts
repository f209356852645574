const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/**
 * Where a text stops being JSON, or null when it is JSON. The engine's own message names the place only sometimes.
 */
export function jsonErrorAt(text: string): { readonly offset: number; readonly reason: string } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const reason =
      thrown instanceof Error
        ? (thrown.message.split(/(?:,? "|\.\.\.| in JSON at| \(line)/u)[0] ?? thrown.message)
        : String(thrown);
    return { offset: firstMisfit(text), reason };
  }
}

/** Walks tokens against the grammar; what may come next is a value, a key, or what follows a value. */
function firstMisfit(text: string): number {
  const open: string[] = [];
  let expected: "value" | "value or ]" | "key" | "key or }" | "colon" | "after" = "value";
  let position = 0;
  for (;;) {
    const start = position + (/^\s*/u.exec(text.slice(position))?.[0].length ?? 0);
    token.lastIndex = position;
    const found = token.exec(text);
    if (found === null) return start;
    const [, sign, quoted, plain] = found;
    position = token.lastIndex;
    if (expected === "colon") {
      if (sign !== ":") return start;
      expected = "value";
    } else if (expected === "after") {
      const inside = open.at(-1);
      if (sign === "," && inside !== undefined) expected = inside === "{" ? "key" : "value";
      else if ((sign === "}" && inside === "{") || (sign === "]" && inside === "[")) open.pop();
      else return start;
    } else if (expected === "key" || expected === "key or }") {
      if (quoted !== undefined) expected = "colon";
      else if (sign === "}" && expected === "key or }") {
        open.pop();
        expected = "after";
      } else return start;
    } else if (quoted !== undefined || plain !== undefined) {
      expected = "after";
    } else if (sign === "{" || sign === "[") {
      open.push(sign);
      expected = sign === "{" ? "key or }" : "value or ]";
    } else if (sign === "]" && expected === "value or ]") {
      open.pop();
      expected = "after";
    } else return start;
  }
}
