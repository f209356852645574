import { digestText } from "../core/digest.ts";
import { groupKeys } from "./group-keys.ts";
import type { Output, QueryScope, Reference, Resolution, SelectScope, Source } from "./scope.ts";
import {
  bodyOf,
  foldedName,
  isCommentKey,
  isPiece,
  listOf,
  take,
  unbracketed,
  wholeNumber,
  type Piece,
} from "./syntax.ts";

export type LiteralTreatment = "kept" | "masked";

type Canon = string | number | boolean | null | readonly Canon[] | { readonly [key: string]: Canon };

/** Members that say how something was written, not what it means. */
const manners = new Set([
  "span",
  "inferred_type",
  "original_name",
  "alias_explicit_as",
  "alias_keyword",
  "alias_first",
  "explicit_asc",
  "use_outer_keyword",
  "use_inner_keyword",
  "double_colon_syntax",
  "use_plural",
  "unit_after_size",
  "no_parens",
  "quoted",
  "nesting_group",
  "hint",
  "hints",
  "sql_standard_syntax",
  "position_explicit",
]);

const mirrored: Readonly<Record<string, string>> = { gt: "lt", gte: "lte" };
const setOperations = new Set(["union", "intersect", "except"]);

/** Canonical text of any query of a resolved tree. Each query inside another stands there by the digest of its own text. */
export function canonicalTree(
  root: unknown,
  resolution: Resolution,
  literals: LiteralTreatment,
  columns: "in_order" | "any_order" = "in_order",
): { text(node: unknown): string } {
  const texts = new Map<unknown, string>();

  function text(node: unknown): string {
    const key = take(node)?.body ?? node;
    const known = texts.get(key);
    if (known !== undefined) return known;
    const made = JSON.stringify(query(node, []));
    texts.set(key, made);
    return made;
  }

  function query(node: unknown, outer: readonly SelectScope[]): Canon {
    const taken = take(node);
    if (taken === null) return null;
    const { kind, body } = taken;
    if (kind === "select") return select(body, outer);
    if (kind === "subquery") {
      const tail = tailOf(body, node, outer);
      const inner = query(body["this"], outer);
      return Object.keys(tail).length === 0 ? inner : { inside: inner, ...tail };
    }
    if (setOperations.has(kind)) {
      const all = body["all"] === true;
      return { [kind]: [query(body["left"], outer), query(body["right"], outer)], all, ...tailOf(body, node, outer) };
    }
    return { [kind]: members(body, outer) };
  }

  function tailOf(body: Piece, node: unknown, outer: readonly SelectScope[]): Record<string, Canon> {
    const outputs = resolution.queries.get(body)?.outputs ?? [];
    const tail: Record<string, Canon> = {};
    const order = isPiece(body["order_by"]) ? listOf(body["order_by"]["expressions"]) : [];
    if (order.length > 0)
      tail["order"] = order.map((key) =>
        orderKey(
          key,
          outputs.map(() => null),
          outer,
        ),
      );
    for (const key of ["limit", "offset"]) {
      if (body[key] !== null && body[key] !== undefined) tail[key] = count(body[key], outer);
    }
    return tail;
  }

  function select(body: Piece, outer: readonly SelectScope[]): Canon {
    const scope = resolution.selects.find((candidate) => candidate.body === body);
    if (scope === undefined) return null;
    const within = [scope, ...outer];
    const items = listOf(body["expressions"]).map((item) =>
      expression(bodyOf(item, "alias")?.["this"] ?? item, within),
    );
    const form: Record<string, Canon> = {
      items:
        columns === "in_order"
          ? items
          : items.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)),
      from: scope.joins.map((join) => ({
        kind: join.kind === "Comma" || join.kind === "First" ? "Cross" : join.kind,
        on: join.on === null ? null : expression(join.on, within),
        using: [...join.using],
      })),
      sources: scope.sources.map((source) => sourceForm(source, within)),
    };
    for (const key of ["where_clause", "having", "qualify"]) {
      const clause = body[key];
      if (isPiece(clause)) form[key] = expression(clause["this"], within);
    }
    const keys = groupKeys(scope).map((key) => JSON.stringify(expression(key, within)));
    if (isPiece(body["group_by"])) form["group"] = [...new Set(keys)].toSorted();
    const order = isPiece(body["order_by"]) ? listOf(body["order_by"]["expressions"]) : [];
    if (order.length > 0) form["order"] = order.map((key) => orderKey(key, items, within));
    for (const key of ["limit", "offset", "top"]) {
      if (body[key] !== null && body[key] !== undefined) form[key === "top" ? "limit" : key] = count(body[key], within);
    }
    const rest = new Set(
      "expressions from joins lateral_views with where_clause having qualify group_by order_by limit offset top".split(
        " ",
      ),
    );
    const others = Object.fromEntries(Object.entries(body).filter(([key]) => !rest.has(key)));
    return { ...form, ...(members(others, within) as Record<string, Canon>) };
  }

  function sourceForm(source: Source, within: readonly SelectScope[]): Canon {
    switch (source.kind) {
      case "table":
        return source.identifier;
      case "derived":
        return { query: derivedDigest(source.query, within.slice(1)) };
      case "opaque": {
        const body = [...resolution.sources].find(([, candidate]) => candidate === source)?.[0];
        return body === undefined
          ? { inner: source.columns === null ? null : source.columns.length }
          : { made: members(without(body as Piece), within) };
      }
    }
  }

  function derivedDigest(inner: QueryScope, outer: readonly SelectScope[]): string {
    // A query that looks outwards has no text of its own; all others do, so that it is made once.
    const lateral = inner.selects.some((scope) => scope.parent !== null);
    return digestText(lateral ? JSON.stringify(query(inner.node, outer)) : text(inner.node));
  }

  function orderKey(key: unknown, items: readonly Canon[], within: readonly SelectScope[]): Canon {
    const body = isPiece(key) ? key : {};
    const descending = body["desc"] === true;
    const nullsFirst = typeof body["nulls_first"] === "boolean" ? body["nulls_first"] : !descending;
    return { by: orderBy(body["this"], items, within), descending, nullsFirst };
  }

  function orderBy(node: unknown, items: readonly Canon[], within: readonly SelectScope[]): Canon {
    const position = wholeNumber(node);
    if (position !== null) return itemAt(position - 1, items);
    const named = bodyOf(unbracketed(node), "column");
    const reference = named === null ? undefined : resolution.references.get(named);
    if (reference?.kind === "item") return itemAt(reference.index, items);
    const form = expression(node, within);
    const same = items.findIndex((item) => item !== null && JSON.stringify(item) === JSON.stringify(form));
    return same === -1 ? form : itemAt(same, items);
  }

  function itemAt(index: number, items: readonly Canon[]): Canon {
    return columns === "any_order" ? (items[index] ?? { item: index }) : { item: index };
  }

  function count(value: unknown, within: readonly SelectScope[]): Canon {
    const inner = isPiece(value) && take(value) === null && "this" in value ? value["this"] : value;
    return expression(inner, within);
  }

  function expression(value: unknown, within: readonly SelectScope[]): Canon {
    if (Array.isArray(value)) return value.map((item) => expression(item, within));
    if (!isPiece(value)) return leaf(value);
    const taken = take(unbracketed(value));
    if (taken === null) return members(value, within);
    const { kind, body } = taken;
    switch (kind) {
      case "column":
        return column(body, within);
      case "literal":
        return { literal: literals === "masked" ? "?" : [String(body["literal_type"]), String(body["value"])] };
      case "select":
      case "union":
      case "intersect":
      case "except":
      case "subquery":
        return { query: digestText(JSON.stringify(query(unbracketed(value), within))) };
      case "and":
      case "or":
        return { [kind]: operands(unbracketed(value), kind, within).toSorted() };
      case "eq":
      case "neq":
      case "null_safe_eq":
        return {
          [kind]: [body["left"], body["right"]].map((side) => JSON.stringify(expression(side, within))).toSorted(),
        };
      case "gt":
      case "gte":
        return {
          [mirrored[kind] ?? kind]: {
            left: expression(body["right"], within),
            right: expression(body["left"], within),
          },
        };
      case "star":
        return {
          star: starOwner(body, within),
          except: listOf(body["except"]).flatMap((name) => foldedName(name) ?? []),
          others: members({ replace: body["replace"], rename: body["rename"] }, within),
        };
      default:
        return { [kind]: members(body, within) };
    }
  }

  function operands(node: unknown, kind: "and" | "or", within: readonly SelectScope[]): readonly string[] {
    const body = bodyOf(unbracketed(node), kind);
    if (body === null) return [JSON.stringify(expression(node, within))];
    return [...operands(body["left"], kind, within), ...operands(body["right"], kind, within)];
  }

  /** A body's members that carry meaning, names folded. */
  function members(body: Piece, within: readonly SelectScope[]): Canon {
    const kept = Object.entries(body).flatMap(([key, member]): [string, Canon][] => {
      if (manners.has(key) || isCommentKey(key) || member === null || member === false || member === undefined)
        return [];
      if (Array.isArray(member) && member.length === 0) return [];
      if (key === "name" && typeof member === "string") return [[key, member.normalize("NFC").toLowerCase()]];
      if (isPiece(member) && "quoted" in member) return [[key, foldedName(member)]];
      return [[key, expression(member, within)]];
    });
    return Object.fromEntries(kept.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }

  function column(body: Piece, within: readonly SelectScope[]): Canon {
    const reference = resolution.references.get(body);
    if (reference === undefined) return { name: foldedName(body["name"]) };
    return meaning(reference, within);
  }

  function meaning(reference: Reference, within: readonly SelectScope[]): Canon {
    switch (reference.kind) {
      case "column": {
        const { source, name, field } = reference;
        const depth = within.findIndex((scope) => scope.sources.includes(source));
        const place = depth === -1 ? null : (within[depth]?.sources.indexOf(source) ?? null);
        return { of: [depth, place], column: nameIn(source, name), field };
      }
      case "item": {
        const item = reference.scope?.items[reference.index]?.expressions[0];
        return item === undefined ? { item: reference.index } : expression(item, within);
      }
      case "lambda":
        return { lambda: reference.name };
      case "word":
        return { word: reference.name };
      case "unknown":
        return { column: reference.name, qualifier: reference.qualifier };
    }
  }

  /** A derived column by its place, so that its name does not count. */
  function nameIn(source: Source, name: string): Canon {
    if (source.kind === "opaque") return source.columns?.includes(name) === true ? source.columns.indexOf(name) : name;
    if (source.kind === "table") return name;
    const index = source.outputs.findIndex((output: Output) => output.name === name);
    return index === -1 || !source.complete ? (placeAmongItems(source.query, name) ?? name) : index;
  }

  /** With a star before it, a named item's place is unknown: then its place in the select list stands for it. */
  function placeAmongItems(inner: QueryScope, name: string): Canon | null {
    const index = inner.selects[0]?.items.findIndex((item) => item?.name === name) ?? -1;
    return index === -1 ? null : { item: index };
  }

  function starOwner(body: Piece, within: readonly SelectScope[]): Canon {
    const owner = foldedName(body["table"]);
    return owner === null ? null : (within[0]?.sources.findIndex((source) => source.alias === owner) ?? owner);
  }

  return { text };
}

function without(body: Piece): Piece {
  const { alias: _alias, column_aliases: _columns, table_alias: _table, ...rest } = body;
  return rest;
}

function leaf(value: unknown): Canon {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
