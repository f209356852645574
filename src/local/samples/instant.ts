/** A literal's text of an instant in UTC, to the millisecond. */
export const instant = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().replace("T", " ").slice(0, 23)}+00`;
