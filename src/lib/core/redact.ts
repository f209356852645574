const secretShapes: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gu,
  /\bdapi[0-9a-f-]{16,}\b/gu,
  /\bdose[0-9a-f]{16,}\b/gu,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/gu,
  /(?<=(?:client_secret|access_token|refresh_token|password)["']?\s*[:=]\s*["']?)[^\s"'&,}]{4,}/giu,
];

const known = new Set<string>();

/** Remembers a secret's exact text, so that {@link redact} hides it wherever it turns up. */
export function rememberSecret(secret: string): void {
  if (secret.length >= 6) known.add(secret);
}

/** Hides remembered secrets and everything that has the shape of a token. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of known) clean = clean.replaceAll(secret, "[hidden]");
  for (const shape of secretShapes) clean = clean.replaceAll(shape, "[hidden]");
  return clean;
}
