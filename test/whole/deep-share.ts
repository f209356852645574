/**
 * The part of a deep suite that this run is asked for: all of it, or every sixth case when DEEP_SIXTH is 1 to 6. CI picks the sixth by the
 * commit's hash, so that six landings run the whole.
 */
export function deepShare<T>(cases: readonly T[]): T[] {
  const sixth = Number(process.env.DEEP_SIXTH ?? "0");
  return sixth === 0 ? [...cases] : cases.filter((_, index) => index % 6 === sixth - 1);
}
