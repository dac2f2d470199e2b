/**
 * The command line: what was asked for, checked at the door, and carried out.
 *
 * @module
 */
export * from "./deno_world.ts";
export * from "./kpp.ts";
export * from "./options.ts";
export * from "./run_request.ts";
export type { AttachRequest } from "./attach_request.ts";
export type { RemoteOptions, RemotePlant } from "./remote_plant.ts";
export type { RemoteState } from "./remote_state.ts";
export type { ServiceSocket } from "./service.ts";
export type { Surroundings } from "./surroundings.ts";
export type { TrialRequest, Trials } from "./trials.ts";
export * from "./world.ts";
export type { PlantThread, RunOptions } from "../runtime/plant_thread.ts";
export type { TapOptions, TapOrder, TapThread } from "../runtime/tap_thread.ts";
