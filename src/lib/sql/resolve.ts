import { lookUp } from "./look-up.ts";
import type { JoinScope, Output, QueryScope, Reference, Resolution, SelectScope, Source, Place } from "./scope.ts";
import { bodyOf, foldedName, foldedNames, isPiece, listOf, nameOf, take, type Piece } from "./syntax.ts";

type Ctes = ReadonlyMap<string, Source & { readonly kind: "derived" | "opaque" }>;
type Within = { readonly ctes: Ctes; readonly parent: SelectScope | null };

const setOperations = new Set(["union", "intersect", "except"]);
const queryKinds = new Set([...setOperations, "select", "values"]);

/** Works out what every name in a query means. */
export function resolve(root: unknown): Resolution {
  const references = new Map<object, Reference>();
  const uses: { readonly reference: Reference; readonly clause: Place["clause"] }[] = [];
  const selects: SelectScope[] = [];
  const sources = new Map<object, Source>();
  const queries = new Map<object, QueryScope>();

  function query(node: unknown, within: Within): QueryScope {
    const taken = take(node);
    const scope = taken === null ? nothing(node) : ofKind(node, taken.kind, taken.body, within);
    if (taken !== null) queries.set(taken.body, scope);
    return scope;
  }

  function ofKind(node: unknown, kind: string, body: Piece, outer: Within): QueryScope {
    const within = { ctes: withCtes(body["with"], outer), parent: outer.parent };
    if (kind === "select") return select(node, body, within);
    if (setOperations.has(kind)) {
      const left = query(body["left"], within);
      const right = query(body["right"], within);
      tail(body, left.outputs, within);
      return {
        node,
        selects: [...left.selects, ...right.selects],
        outputs: merged(left, right),
        complete: left.complete,
      };
    }
    if (kind === "subquery") {
      const inner = query(body["this"], within);
      tail(body, inner.outputs, within);
      return { ...inner, node };
    }
    visit(body, { clause: "select", scope: null, ctes: within.ctes, lambdas: [], items: 0 });
    return nothing(node);
  }

  /** ORDER BY and LIMIT that stand behind a set operation or behind brackets: their names are outputs. */
  function tail(body: Piece, outputs: readonly Output[], within: Within): void {
    const scope: SelectScope = { body, parent: within.parent, sources: [], items: [...outputs], joins: [] };
    visit(body["order_by"], { clause: "order", scope, ctes: within.ctes, lambdas: [], items: outputs.length });
  }

  function withCtes(clause: unknown, outer: Within): Ctes {
    if (!isPiece(clause)) return outer.ctes;
    const ctes = new Map(outer.ctes);
    for (const cte of listOf(clause["ctes"])) {
      if (!isPiece(cte)) continue;
      const name = foldedName(cte["alias"]) ?? "";
      const columns = foldedNames(cte["columns"]);
      if (clause["recursive"] === true) {
        const left = take(cte["this"])?.body["left"];
        const known = columns.length > 0 ? columns : itemNames(left ?? cte["this"]);
        ctes.set(name, { kind: "opaque", alias: name, columns: known });
      }
      ctes.set(name, derived(name, query(cte["this"], { ctes, parent: null }), columns));
    }
    return ctes;
  }

  function select(node: unknown, body: Piece, within: Within): QueryScope {
    const scope: SelectScope = { body, parent: within.parent, sources: [], items: [], joins: [] };
    selects.push(scope);
    const from = isPiece(body["from"]) ? body["from"]["expressions"] : [];
    listOf(from).forEach((item, index) => {
      addJoin(scope, item, { kind: index === 0 ? "First" : "Comma", on: null, using: [] }, within);
    });
    for (const join of listOf(body["joins"])) {
      if (!isPiece(join)) continue;
      const kind = typeof join["kind"] === "string" ? join["kind"] : "Inner";
      addJoin(scope, join["this"], { kind, on: join["on"] ?? null, using: foldedNames(join["using"]) }, within);
    }
    for (const view of listOf(body["lateral_views"])) {
      if (!isPiece(view)) continue;
      const columns = foldedNames(view["column_aliases"]);
      scope.sources.push(
        remember(view, {
          kind: "opaque",
          alias: foldedName(view["table_alias"]) ?? "",
          columns: columns.length === 0 ? null : columns,
        }),
      );
    }
    for (const item of listOf(body["expressions"])) scope.items.push(itemOf(item));
    const all = scope.items.length;
    const place = (clause: Place["clause"], items = all): Place => ({
      clause,
      scope,
      ctes: within.ctes,
      lambdas: [],
      items,
    });
    for (const join of scope.joins) visit(join.on, place("join"));
    visit(body["lateral_views"], place("select", 0));
    listOf(body["expressions"]).forEach((item, index) => visit(item, place("select", index)));
    visit(body["where_clause"], place("where"));
    visit(body["group_by"], place("group"));
    visit(body["having"], place("having"));
    visit(body["qualify"], place("qualify"));
    visit(body["windows"], place("window"));
    for (const key of ["order_by", "sort_by", "cluster_by", "distribute_by"]) visit(body[key], place("order"));
    const outputs = listOf(body["expressions"]).map((item, index) => scope.items[index] ?? starOutputs(item, scope));
    return {
      node,
      selects: [scope],
      outputs: outputs.flatMap((output) => (output === "unknown" ? [] : output)),
      complete: !outputs.includes("unknown"),
    };
  }

  function addJoin(
    scope: SelectScope,
    item: unknown,
    step: Pick<JoinScope, "kind" | "on" | "using">,
    within: Within,
  ): void {
    const before = [...scope.sources];
    const nested = bodyOf(item, "joined_table");
    if (nested !== null) {
      addJoin(scope, nested["left"], { kind: "First", on: null, using: [] }, within);
      for (const join of listOf(nested["joins"])) {
        if (!isPiece(join)) continue;
        const kind = typeof join["kind"] === "string" ? join["kind"] : "Inner";
        addJoin(scope, join["this"], { kind, on: join["on"] ?? null, using: foldedNames(join["using"]) }, within);
      }
      scope.joins.push({ ...step, source: scope.sources[before.length] ?? null, before });
      return;
    }
    for (const source of sourcesOf(item, scope, within)) scope.sources.push(source);
    scope.joins.push({ ...step, source: scope.sources[before.length] ?? null, before });
  }

  function remember<S extends Source>(body: object, source: S): S {
    sources.set(body, source);
    return source;
  }

  function sourcesOf(node: unknown, scope: SelectScope, within: Within): readonly Source[] {
    const taken = take(node);
    if (taken === null) return [];
    const { kind, body } = taken;
    const alias = foldedName(body["alias"]);
    const columns = foldedNames(body["column_aliases"]);
    if (kind === "table") return [remember(body, tableSource(body, alias, within.ctes))];
    if (kind === "subquery" || queryKinds.has(kind)) {
      const parent = body["lateral"] === true ? scope : within.parent;
      const inner = query(kind === "subquery" ? body["this"] : node, { ctes: within.ctes, parent });
      if (kind === "subquery") queries.set(body, inner);
      if (kind !== "values") return [remember(body, derived(alias ?? "", inner, columns))];
      return [remember(body, { kind: "opaque", alias: alias ?? "", columns: columns.length === 0 ? null : columns })];
    }
    if (kind === "pivot" || kind === "unpivot") {
      const inner = sourcesOf(body["this"], scope, within);
      const place: Place = {
        clause: "select",
        scope: { ...scope, sources: [...inner] },
        ctes: within.ctes,
        lambdas: [],
        items: 0,
      };
      for (const key of ["expressions", "fields", "columns", "group"]) visit(body[key], place);
      return [...inner, remember(body, { kind: "opaque", alias: alias ?? "", columns: pivotNames(body) })];
    }
    visit(body, { clause: "select", scope, ctes: within.ctes, lambdas: [], items: 0 });
    return [remember(body, { kind: "opaque", alias: alias ?? "", columns: columns.length === 0 ? null : columns })];
  }

  function visit(value: unknown, place: Place): void {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, place);
      return;
    }
    if (!isPiece(value)) return;
    const taken = take(value);
    if (taken === null) {
      for (const member of Object.values(value)) visit(member, place);
      return;
    }
    const { kind, body } = taken;
    if (queryKinds.has(kind) || kind === "subquery") {
      query(value, { ctes: place.ctes as Ctes, parent: place.scope });
    } else if (kind === "lambda") {
      visit(body["body"], { ...place, lambdas: [...place.lambdas, ...foldedNames(body["parameters"])] });
    } else if (kind === "column") {
      const reference = lookUp(foldedName(body["table"]), foldedName(body["name"]) ?? "", place);
      references.set(body, reference);
      uses.push({ reference, clause: place.clause });
    } else if (kind === "window_function") {
      visit(body["this"], place);
      visit(body["over"], { ...place, clause: "window" });
    } else if (kind === "dot" && wholeName(value, body, place)) {
      visit(value, place);
    } else if (kind === "function" && isUnitCall(body)) {
      const [unit, ...rest] = listOf(body["args"]);
      const column = bodyOf(unit, "column");
      if (column !== null) references.set(column, { kind: "word", name: foldedName(column["name"]) ?? "" });
      visit(rest, place);
    } else {
      for (const member of Object.values(body)) visit(member, place);
    }
  }

  const scope = query(root, { ctes: new Map(), parent: null });
  return { root: scope, references, uses, selects, sources, queries };
}

/** `catalog.schema.table.column` comes as a chain of fields: turns it into one column where such a table is in scope. */
function wholeName(node: Piece, body: Piece, place: Place): boolean {
  const parts: string[] = [];
  let head: unknown = node;
  for (let dot: Piece | null = body; dot !== null; dot = bodyOf(head, "dot")) {
    parts.unshift(nameOf(dot["field"]) ?? "");
    head = dot["this"];
  }
  const column = bodyOf(head, "column");
  if (column === null || column["table"] === null) return false;
  const written = [...[column["table"], column["name"]].flatMap((name) => nameOf(name) ?? []), ...parts];
  const prefix = written.slice(0, -1).join(".").toLowerCase();
  for (let scope = place.scope; scope !== null; scope = scope.parent) {
    const owner = scope.sources.find(
      (source) => source.kind === "table" && `.${source.identifier}`.endsWith(`.${prefix}`),
    );
    if (owner === undefined) continue;
    delete node["dot"];
    node["column"] = { name: { name: written.at(-1), quoted: true }, table: { name: owner.alias, quoted: true } };
    return true;
  }
  return false;
}

const unitFunctions = new Set(["timestampdiff", "timestampadd", "dateadd", "date_add", "datediff", "date_diff"]);

function isUnitCall(body: Piece): boolean {
  const name = nameOf(body["name"])?.toLowerCase() ?? "";
  return unitFunctions.has(name) && listOf(body["args"]).length === 3;
}

function tableSource(body: Piece, alias: string | null, ctes: Ctes): Source {
  const parts = [body["catalog"], body["schema"], body["name"]].flatMap((part) => foldedName(part) ?? []);
  const name = parts.at(-1) ?? "";
  const cte = parts.length === 1 ? ctes.get(name) : undefined;
  const columns = foldedNames(body["column_aliases"]);
  if (cte?.kind === "derived") return derived(alias ?? name, cte.query, columns, cte.outputs);
  if (cte !== undefined) return { ...cte, alias: alias ?? name };
  return { kind: "table", alias: alias ?? name, identifier: parts.join(".") };
}

function derived(
  alias: string,
  query: QueryScope,
  columns: readonly string[],
  outputs: readonly Output[] = query.outputs,
): Source & { readonly kind: "derived" } {
  const named = outputs.map((output, index) => ({ ...output, name: columns[index] ?? output.name }));
  return { kind: "derived", alias, query, outputs: named, complete: query.complete };
}

function itemOf(item: unknown): Output | null {
  if (bodyOf(item, "star") !== null) return null;
  const alias = bodyOf(item, "alias");
  if (alias !== null) return { name: foldedName(alias["alias"]), expressions: [alias["this"]] };
  const column = bodyOf(item, "column") ?? bodyOf(item, "dot");
  if (column !== null && foldedName(column["name"]) === "*") return null;
  return { name: column === null ? null : foldedName(column["name"] ?? column["field"]), expressions: [item] };
}

function itemNames(node: unknown): readonly string[] {
  const body = bodyOf(node, "select") ?? {};
  return listOf(body["expressions"]).map((item) => itemOf(item)?.name ?? "");
}

function starOutputs(item: unknown, scope: SelectScope): readonly Output[] | "unknown" {
  const star = bodyOf(item, "star") ?? {};
  const owner = foldedName(star["table"]);
  const except = new Set(foldedNames(star["except"]));
  const sources = scope.sources.filter((source) => owner === null || source.alias === owner);
  const found: Output[] = [];
  for (const source of sources) {
    if (source.kind === "opaque" && source.columns !== null) {
      found.push(...source.columns.map((name) => ({ name, expressions: [] })));
    } else if (source.kind === "derived" && source.complete) {
      found.push(
        ...source.outputs.map((output) => ({ name: output.name, expressions: [], passes: { source, output } })),
      );
    } else {
      return "unknown";
    }
  }
  return sources.length === 0 ? "unknown" : found.filter((output) => output.name === null || !except.has(output.name));
}

function merged(left: QueryScope, right: QueryScope): readonly Output[] {
  return left.outputs.map((output, index) => {
    const other = right.outputs[index];
    if (other === undefined) return output;
    return { name: output.name, expressions: [...output.expressions, ...other.expressions] };
  });
}

function pivotNames(body: Piece): readonly string[] {
  const unpivoted = [body["value_column"], body["name_column"]].flatMap((name) => foldedName(name) ?? []);
  const fields = listOf(body["fields"]).flatMap((field) => listOf(bodyOf(field, "in")?.["expressions"]));
  return [
    ...unpivoted,
    ...fields.flatMap((field) => {
      const named = bodyOf(field, "pivot_alias") ?? bodyOf(field, "alias");
      const name =
        named === null
          ? bodyOf(field, "literal")?.["value"]
          : (bodyOf(named["alias"], "column")?.["name"] ?? named["alias"]);
      return foldedName(name) ?? [];
    }),
  ];
}

function nothing(node: unknown): QueryScope {
  return { node, selects: [], outputs: [], complete: false };
}
