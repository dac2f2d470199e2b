import { bash, ROOT } from "./shell.ts";

/** What `deno info --json` says, as far as it is asked. */
interface ModuleGraph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier?: string };
    }[];
  }[];
}

/** Everything that a module loads at once, by its path in the tree or its package. */
export async function loadedAtOnce(module: string): Promise<ReadonlySet<string>> {
  const { stdout } = await bash(
    `'${Deno.execPath()}' info --json --config '${ROOT}deno.json' '${ROOT}${module}'`,
  );
  const { roots, modules }: ModuleGraph = JSON.parse(stdout);
  const bySpecifier = new Map(modules.map((each) => [each.specifier, each]));
  const loaded = new Set<string>();
  const load = (specifier: string) => {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    for (
      const { isDynamic, code, specifier: name } of bySpecifier.get(specifier)?.dependencies ?? []
    ) {
      if (code !== undefined && !isDynamic) load(code.specifier ?? name);
    }
  };
  roots.forEach(load);
  return new Set([...loaded].map((each) => each.replace(`file://${ROOT}`, "")));
}
