import { createHash } from "node:crypto";

/** Text of a whole number from 0 to `below - 1` that depends on the seed, the stream's name and the row's key alone. */
export type DrawSql = (stream: string, key: string, below: number) => string;

const prime = 2_147_483_647;

/**
 * Chance inside SQL, in 64-bit integers only, so that it is the same on every machine and in every order of rows:
 * a linear step and a square modulo a prime, the low bits thrown away.
 */
export function drawSql(seed: string): DrawSql {
  return (stream, key, below) => {
    const hash = createHash("sha256").update(`${seed}/${stream}`).digest();
    const [factor, shift, tilt] = [hash.readUInt32LE(0), hash.readUInt32LE(4), hash.readUInt32LE(8)].map((word) =>
      String(1 + (word % (prime - 1))),
    );
    const step = `((${key})::BIGINT * ${factor ?? ""} + ${shift ?? ""}) % ${String(prime)}`;
    return `((((${step}) * (((${step}) + ${tilt ?? ""}) % ${String(prime)})) % ${String(prime)}) // 64 % ${String(below)})`;
  };
}

/** Text of one of the words, by chance. */
export function wordSql(draw: DrawSql, words: readonly string[], stream: string, key: string): string {
  return `${listSql(words)}[1 + ${draw(stream, key, words.length)}]`;
}

export function listSql(words: readonly string[]): string {
  return `[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")}]`;
}
