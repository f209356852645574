/** Marks a whole number, given as text, that JSON must show as a number though JavaScript cannot hold it exactly. */
export function wideNumber(digits: string): unknown {
  // The lib types do not know JSON.rawJSON yet; Node has it since 22.
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
}

/** A JSON answer that may hold {@link wideNumber}s. */
export function wideJson(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });
}
