/**
 * Lint rules of this repository. What they hold the program to stands in boundaries.ts.
 *
 * @module
 */

import {
  type Door,
  DOORS,
  EMPTY_WORDS,
  EXACT_MATH,
  FUNCTION_LINES,
  LAYERS,
  PURE_DENO,
  ROOTS,
} from "./boundaries.ts";

const root = new URL("../", import.meta.url);

/** Path of a linted file inside the repository, or null for one elsewhere. */
function pathInTree(filename: string): string | null {
  if (!filename.startsWith("/")) return filename;
  const prefix = decodeURI(root.pathname);
  return filename.startsWith(prefix) ? filename.slice(prefix.length) : null;
}

/** Name of the layer a path lies in, "root" for a composition root, null for free files. */
function layerOf(path: string): string | null {
  if (ROOTS.some((entry) => covers(entry, path))) return "root";
  return Object.keys(LAYERS).find((folder) => path.startsWith(folder + "/")) ?? null;
}

function covers(entry: string, path: string): boolean {
  return entry.endsWith("/") ? path.startsWith(entry) : path === entry;
}

/** What is wrong with an import of `specifier` in `path`, or null. */
function importFault(path: string, specifier: string): string | null {
  const layer = layerOf(path);
  if (layer === null) return null;
  const allowed = LAYERS[layer] ?? { imports: "any", packages: "any" };
  if (!/^\.{0,2}\//.test(specifier)) {
    const door = DOORS.find((door) => door.modules.includes(specifier));
    if (door && !door.files.some((entry) => covers(entry, path))) return doorFault(specifier, door);
    if (allowed.packages === "any" || allowed.packages.includes(specifier)) return null;
    return `Cannot import "${specifier}": ${layer}/ uses no such package`;
  }
  const target = new URL(specifier, new URL(path, "file:///")).pathname.slice(1);
  const other = layerOf(target);
  if (other === layer && layer !== "root") return null;
  if (allowed.imports !== "any") {
    if (other === null || !allowed.imports.includes(other)) {
      const may = allowed.imports.map((folder) => folder + "/").join(", ") || "nothing of ours";
      return `Cannot import ${target}: ${layer}/ may import ${may}`;
    }
  }
  const outside = other === null && !target.endsWith(".json");
  if (outside) return `Cannot import ${target}: it is no part of the program`;
  // A folder inside a folder has a door of its own.
  if (other !== null && other !== "root" && !target.endsWith("/mod.ts")) {
    return `Cannot import ${target}: the only door of ${other}/ is ${other}/mod.ts`;
  }
  return null;
}

function doorFault(name: string, door: Door): string {
  return `Cannot use ${name}: the door to ${door.name} is ${door.files.join(", ")}`;
}

const layers: Deno.lint.Rule = {
  create(context) {
    const path = pathInTree(context.filename);
    if (path === null) return {};
    const look = (node: Deno.lint.Node, source: Deno.lint.Node | null) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const message = importFault(path, source.value);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => look(node, node.source),
      ExportNamedDeclaration: (node) => look(node, node.source),
      ExportAllDeclaration: (node) => look(node, node.source),
      ImportExpression: (node) => look(node, node.source),
      TSImportType: (node) =>
        look(node, node.argument.type === "TSLiteralType" ? node.argument.literal : null),
    };
  },
};

/** Dotted name of a chain of members that starts at a global, without `globalThis`; or null. */
function dottedName(node: Deno.lint.Node): string | null {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return null;
  const object = dottedName(node.object);
  if (object === null) return null;
  const { property } = node;
  let member: string | null = null;
  if (!node.computed && property.type === "Identifier") member = property.name;
  if (node.computed && property.type === "Literal") member = String(property.value);
  if (member === null) return null;
  return object === "globalThis" || object === "self" ? member : `${object}.${member}`;
}

const same = (a: Deno.lint.Node | null | undefined, b: Deno.lint.Node): boolean =>
  !!a && a.range[0] === b.range[0] && a.range[1] === b.range[1];

/** Whether an identifier stands where its value is read: called, passed, stored or returned. */
function isRead(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  switch (parent.type) {
    case "CallExpression":
    case "NewExpression":
      return true;
    case "MemberExpression":
      return same(parent.object, node);
    case "VariableDeclarator":
      return parent.id.type !== "ObjectPattern" && same(parent.init, node);
    case "AssignmentExpression":
    case "AssignmentPattern":
      return same(parent.right, node);
    case "Property":
      return parent.parent.type === "ObjectExpression" && same(parent.value, node);
    case "ClassDeclaration":
      return same(parent.superClass, node);
    case "ArrowFunctionExpression":
      return same(parent.body, node);
    case "ReturnStatement":
    case "ArrayExpression":
    case "ConditionalExpression":
    case "LogicalExpression":
    case "AwaitExpression":
      return true;
    default:
      return false;
  }
}

/** The message for a use of a global in a file of the program, or null. */
function useFault(path: string, name: string): string | null {
  for (const door of DOORS) {
    const leads = door.globals.some((entry) => name === entry || name.startsWith(entry + "."));
    if (leads) {
      return door.files.some((entry) => covers(entry, path)) ? null : doorFault(name, door);
    }
  }
  const [global, member] = name.split(".");
  if (global === "Deno" && member !== undefined && !PURE_DENO.includes(member)) {
    return `Cannot use ${name}: no door leads there`;
  }
  const inexact = global === "Math" && member !== undefined && !EXACT_MATH.includes(member);
  if (inexact && path.startsWith("engine/")) {
    return `Cannot use ${name} in engine/: its last bits differ between runtimes`;
  }
  return null;
}

/** Watches every read of a global, also by destructuring, and every `new Date()`. */
function readsOfGlobals(report: (node: Deno.lint.Node, name: string) => void) {
  return {
    MemberExpression(node) {
      const name = dottedName(node);
      if (name !== null) report(node, name);
    },
    Identifier(node) {
      if (isRead(node)) report(node, node.name);
    },
    NewExpression(node) {
      if (dottedName(node.callee) === "Date" && node.arguments.length === 0) {
        report(node, "new Date");
      }
    },
    CallExpression(node) {
      if (dottedName(node.callee) === "Date") report(node, "new Date");
    },
    VariableDeclarator(node) {
      const object = node.init ? dottedName(node.init) : null;
      if (object === null || node.id.type !== "ObjectPattern") return;
      for (const property of node.id.properties) {
        if (property.type !== "Property" || property.key.type !== "Identifier") continue;
        report(property.key, `${object === "globalThis" ? "" : object + "."}${property.key.name}`);
      }
    },
  } satisfies Deno.lint.LintVisitor;
}

const purity: Deno.lint.Rule = {
  create(context) {
    const path = pathInTree(context.filename);
    if (path === null || layerOf(path) === null) return {};
    const reported = new Set<number>();
    const report = (node: Deno.lint.Node, message: string | null) => {
      // A chain a.b.c is visited once per link; one message per place is enough.
      if (message === null || reported.has(node.range[0])) return;
      reported.add(node.range[0]);
      context.report({ node, message });
    };
    const power = (node: Deno.lint.BinaryExpression | Deno.lint.AssignmentExpression) => {
      if (!path.startsWith("engine/") || !node.operator.startsWith("**")) return;
      report(node, `Cannot use ${node.operator} in engine/: its last bits differ between runtimes`);
    };
    return {
      ...readsOfGlobals((node, name) => report(node, useFault(path, name))),
      BinaryExpression: power,
      AssignmentExpression: power,
    };
  },
};

const noDefaultExport: Deno.lint.Rule = {
  create(context) {
    // Deno loads a lint plugin by its default export.
    if (pathInTree(context.filename) === "tools/lint_plugin.ts") return {};
    const message = "Cannot export a default: give it a name, the same at every import";
    return {
      ExportDefaultDeclaration: (node) => context.report({ node, message }),
      ExportSpecifier(node) {
        const { exported } = node;
        const name = exported.type === "Identifier" ? exported.name : exported.value;
        if (name === "default") context.report({ node, message });
      },
    };
  },
};

const noEnum: Deno.lint.Rule = {
  create: (context) => ({
    TSEnumDeclaration(node) {
      context.report({ node, message: "Cannot declare an enum: use a union of string literals" });
    },
  }),
};

/** The first empty word in a name, split at underscores and capitals; or null. */
function emptyWord(name: string): string | null {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[_.]/);
  return EMPTY_WORDS.find((empty) => words.includes(empty) || words.includes(empty + "s")) ?? null;
}

const plainWords: Deno.lint.Rule = {
  create(context) {
    const look = (node: Deno.lint.Node, name: string | undefined) => {
      const word = name === undefined ? null : emptyWord(name);
      if (word === null) return;
      context.report({ node, message: `Cannot name it ${name}: "${word}" says nothing` });
    };
    const base = context.filename.slice(context.filename.lastIndexOf("/") + 1);
    return {
      Program: (node) => look(node, base),
      ClassDeclaration: (node) => look(node, node.id?.name),
      FunctionDeclaration: (node) => look(node, node.id?.name),
      TSInterfaceDeclaration: (node) => look(node, node.id.name),
      TSTypeAliasDeclaration: (node) => look(node, node.id.name),
    };
  },
};

const shortFunctions: Deno.lint.Rule = {
  create(context) {
    const look = (node: Deno.lint.Node) => {
      const lines = context.sourceCode.getText(node).split("\n").length;
      if (lines <= FUNCTION_LINES) return;
      const message = `Cannot keep a function of ${lines} lines: ${FUNCTION_LINES} at most`;
      context.report({ range: [node.range[0], node.range[0] + 1], message });
    };
    return {
      FunctionDeclaration: look,
      FunctionExpression: look,
      ArrowFunctionExpression: look,
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "kpp",
  rules: {
    "layers": layers,
    "purity": purity,
    "no-default-export": noDefaultExport,
    "no-enum": noEnum,
    "plain-words": plainWords,
    "short-functions": shortFunctions,
  },
};

export default plugin;
