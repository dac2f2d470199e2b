import { DENO_WORLD, kpp } from "./cli/mod.ts";

Deno.exit(await kpp(Deno.args, DENO_WORLD));
