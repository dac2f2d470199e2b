/** Names every channel and parameter once, and says how frames travel and are written. */
export * from "./channel.ts";
export * from "./channels.ts";
export * from "./command.ts";
export * from "./command_ring.ts";
export * from "./encodings.ts";
export * from "./fields.ts";
export * from "./frame.ts";
export * from "./frame_bus.ts";
export * from "./frame_ring.ts";
export * from "./modes.ts";
export * from "./nearest.ts";
export * from "./parameter.ts";
export * from "./parameters.ts";
export * from "./plant.ts";
export * from "./profile.ts";
export * from "./recovery.ts";
export * from "./runtime.ts";
