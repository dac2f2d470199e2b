/** The plant as Foxglove and Lichtblick read it: channels with schemas, messages, parameters. */
export * from "./channels.ts";
export * from "./client_message.ts";
export * from "./server_message.ts";
export * from "./translator.ts";
