/**
 * The program, with a plant thread or a tap's thread that fails: `KPP_PLANT` and `KPP_TAP` are the
 * queries of the addresses of tests/runtime/failing_plant.ts and tests/runtime/failing_tap.ts.
 *
 * @module
 */

import { DENO_WORLD, kpp } from "../../cli/mod.ts";
import { PlantThread } from "../../runtime/plant_thread.ts";
import { TapThread } from "../../runtime/tap_thread.ts";

function failing(module: string, how: string | undefined): { program?: URL } {
  return how === undefined
    ? {}
    : { program: new URL(`../runtime/${module}?${how}`, import.meta.url) };
}

let tapFailure = Deno.env.get("KPP_TAP");

const world = {
  ...DENO_WORLD,
  // Spread would ask once whether stdout is a terminal, which is asked as often as wanted.
  stdout: DENO_WORLD.stdout,
  startPlant: (...[options, supervisor]: Parameters<typeof DENO_WORLD.startPlant>) =>
    PlantThread.start(options, {
      ...failing("failing_plant.ts", Deno.env.get("KPP_PLANT")),
      ...(supervisor && { supervisor }),
    }),
  openTap(...[options]: Parameters<typeof DENO_WORLD.openTap>) {
    const { program } = failing("failing_tap.ts", tapFailure);
    // Only the first one fails.
    tapFailure = undefined;
    return TapThread.open(options, program);
  },
};

Deno.exit(await kpp(Deno.args, world));
