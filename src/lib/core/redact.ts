const secretShapes: readonly RegExp[] = [
  /\b(?:Bearer|Basic)(?:\s|%20|:\s?)+[A-Za-z0-9._~+/=-]{8,}/gu,
  /\bdapi[0-9a-f-]{16,}\b/gu,
  /\bdose[0-9a-f]{16,}\b/gu,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/gu,
  // Who signs in by an address: user and password before its host.
  /(?<=:\/\/)[^\s/@:?#"'<>]+:[^\s/@"'<>]+(?=@)/gu,
  // Escaped quotes too: a reply's body often stands as text inside another document.
  /(?<=(?:client_secret|access_token|refresh_token|password)\\*["']?\s*[:=]\s*\\*["']?)[^\s"'&,}\\]{4,}/giu,
];

/** Members whose value is a secret whatever it looks like. */
const secretNames = /^(?:client_secret|access_token|refresh_token|id_token|password|authorization|token)$/iu;

const known = new Set<string>();

/** Remembers a secret, so that {@link redact} hides it wherever it turns up: as it is, or as addresses, JSON and headers write it. */
export function rememberSecret(secret: string): void {
  if (secret.length < 6 || known.has(secret)) return;
  const base64 = Buffer.from(secret).toString("base64");
  for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64]) {
    known.add(written);
  }
  // The longest first: hiding one that begins another would leave the other's rest.
  const sorted = [...known].toSorted((left, right) => right.length - left.length);
  known.clear();
  for (const each of sorted) known.add(each);
}

/** Hides remembered secrets and everything that has the shape of a token. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of known) clean = clean.replaceAll(secret, "[hidden]");
  for (const shape of secretShapes) clean = clean.replaceAll(shape, "[hidden]");
  return clean;
}

/** A document with secrets hidden in every text of it, so that it can be written as JSON: rings and big integers become text. */
export function redactDocument(value: unknown, within: readonly object[] = []): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (within.includes(value)) return "[circular]";
  const inside = [...within, value];
  if (Array.isArray(value)) return value.map((member) => redactDocument(member, inside));
  if ("toJSON" in value && typeof value.toJSON === "function") return redactDocument(value.toJSON(), inside);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secretNames.test(name) && member !== null && member !== undefined ? "[hidden]" : redactDocument(member, inside),
    ]),
  );
}
