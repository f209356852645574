import { invalidParameter } from "../api-error.ts";
import type { MessageShape, Shape } from "./document-shape.ts";

/** A JSON object as it was parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longestText = 25_000;
const longestArray = 10_000;

/**
 * Refuses unknown keys, values of the wrong type, and texts and arrays over the platform's limits.
 * @throws ApiError 400 with the platform's words
 */
export function checkShape(value: unknown, shape: MessageShape, field: string): void {
  if (!isObject(value)) {
    throw invalidParameter(`Invalid serialized_space: Expected an object for ${field} but found ${shown(value)}`);
  }
  for (const [key, member] of Object.entries(value)) {
    const expected = shape.fields[key];
    if (expected === undefined || !Object.hasOwn(shape.fields, key)) {
      throw invalidParameter(`Invalid serialized_space: Cannot find field: ${key} in message ${shape.name}`);
    }
    if (member !== null) checkValue(member, expected, key);
  }
}

function checkValue(value: unknown, shape: Shape, field: string): void {
  switch (shape.kind) {
    case "text":
      if (typeof value !== "string") throw wrongType("a string", field, value);
      checkLength(value, field);
      return;
    case "flag":
      if (typeof value !== "boolean") throw wrongType("a boolean", field, value);
      return;
    case "number":
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType("an integer", field, value);
      return;
    case "lines":
    case "texts":
      for (const item of arrayOf(value, field)) {
        if (typeof item !== "string") throw wrongType("a string", field, item);
        checkLength(item, field);
      }
      return;
    case "message":
      checkShape(value, shape.of, field);
      return;
    case "list":
      for (const item of arrayOf(value, field)) checkShape(item, shape.of, field);
  }
}

function arrayOf(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType("an array", field, value);
  if (value.length > longestArray) {
    throw invalidParameter(
      `Invalid export proto: ${field}: Exceeded maximum number (${String(longestArray)}) of items`,
    );
  }
  return value as readonly unknown[];
}

function checkLength(value: string, field: string): void {
  if (value.length <= longestText) return;
  throw invalidParameter(
    `Invalid export proto: ${field}: Exceeded maximum number (${String(longestText)}) of characters in one string`,
  );
}

function wrongType(expected: string, field: string, value: unknown): Error {
  return invalidParameter(`Invalid serialized_space: Expected ${expected} for ${field} but found ${shown(value)}`);
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 80);
}

/**
 * Refuses objects that lack a required member; `at` is the path so far, empty at the top.
 * @throws ApiError 400
 */
export function checkRequired(value: JsonObject, shape: MessageShape, at: string): void {
  const path = (field: string): string => (at === "" ? field : `${at}.${field}`);
  for (const field of shape.required) {
    if (!isBlank(value[field])) continue;
    if (field === "id") {
      throw invalidParameter(`Failed to parse export proto: id must be provided and non-empty for ${at}`);
    }
    throw invalidParameter(`Invalid export proto: ${path(field)} is required but missing`);
  }
  for (const [field, expected] of Object.entries(shape.fields)) {
    const member = value[field];
    if (expected.kind === "message" && isObject(member)) checkRequired(member, expected.of, path(field));
    if (expected.kind === "list" && Array.isArray(member)) {
      for (const [index, item] of member.entries()) {
        checkRequired(item as JsonObject, expected.of, `${path(field)}[${String(index)}]`);
      }
    }
  }
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) && value.every((item) => item === "");
}

/** The document as the platform gives it back: one text element a line, empty optional members left out, members in order. */
export function normalised(value: JsonObject, shape: MessageShape): JsonObject {
  const result: Record<string, unknown> = {};
  for (const [field, expected] of Object.entries(shape.fields)) {
    const member = value[field];
    if (member === undefined || member === null) continue;
    const stored = normalisedValue(member, expected);
    if (stored !== null) result[field] = stored;
  }
  return result;
}

function normalisedValue(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case "flag":
    case "number":
      return value;
    case "text":
      return value === "" ? null : value;
    case "texts":
      return orNull(value as readonly string[]);
    case "lines":
      return orNull((value as readonly string[]).join("").match(/[^\n]*\n|[^\n]+/gu) ?? []);
    case "list":
      return orNull((value as readonly JsonObject[]).map((item) => normalised(item, shape.of)));
    case "message": {
      const stored = normalised(value as JsonObject, shape.of);
      return Object.keys(stored).length === 0 ? null : stored;
    }
  }
}

function orNull<T>(items: readonly T[]): readonly T[] | null {
  return items.length === 0 ? null : items;
}
