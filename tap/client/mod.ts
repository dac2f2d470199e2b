/** The other end of a tap: a connection that is made again, and frames shown evenly. */
export * from "./ends.ts";
export * from "./floater_places.ts";
export * from "./http.ts";
export * from "./interpolation.ts";
export * from "./limits.ts";
export * from "./link.ts";
export * from "./playout.ts";
export * from "./quality.ts";
export * from "./remote_frame.ts";
export * from "./session.ts";
export * from "./target.ts";
export * from "./transport.ts";
export * from "./transports.ts";
