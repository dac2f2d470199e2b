/** The dashboard: a pure update from model and message, and a pure view of the model. */
export type { KeyBinding, KeyPlace, KeySection } from "./keys/binding.ts";
export { type Action, bindingOf, KEYS } from "./keys/table.ts";
export { MIN_COLUMNS, MIN_ROWS } from "./layout.ts";
export * from "./message.ts";
export { isPainted, type Painting } from "./painting.ts";
export { parseScreen, type SavedScreen, screenText } from "./saved_screen.ts";
export { type DashboardOptions, initialModel, type Model, type Update } from "./model.ts";
export { update } from "./update.ts";
export { view } from "./view.tsx";
