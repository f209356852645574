/** Whether a name is catalog.schema.name; a part in backticks may hold dots. */
export function isFullName(identifier: string): boolean {
  const parts = identifier.match(/`(?:[^`]|``)+`|[^.`]+/gu) ?? [];
  return parts.length === 3 && parts.join(".") === identifier;
}
