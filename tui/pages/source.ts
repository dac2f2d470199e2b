import type { Page } from "./page.ts";

/** Every channel of whatever is shown: a plant, one of another program, a recording. */
export const SOURCE: Page = {
  key: "7",
  title: "Source",
  focus: "source",
  place: (body) => [{ panel: "source", rect: body }],
};
