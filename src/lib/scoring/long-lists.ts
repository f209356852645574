/** Lists longer than this lie outside of what the collector counts. */
const long = 65_536;

/**
 * A list of whole numbers, all 0. The collector counts ordinary buffers as pressure: beside results of millions of strings each few lists
 * would start it, and it would look through all of those strings in vain. A shared buffer is not counted, and freed all the same.
 */
export function int32s(count: number): Int32Array {
  return count < long ? new Int32Array(count) : new Int32Array(new SharedArrayBuffer(count * 4));
}

/** A list of doubles, all 0, under the same rule as {@link int32s}. */
export function float64s(count: number): Float64Array {
  return count < long ? new Float64Array(count) : new Float64Array(new SharedArrayBuffer(count * 8));
}
