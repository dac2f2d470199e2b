import { besides, type Page, within } from "./page.ts";

/** Columns from which the loop has room beside the table. */
const LOOP_FROM = 90;

/** Every floater with its air, and the loop. */
export const FLOATERS: Page = {
  key: "4",
  title: "Floaters",
  focus: "floaters",
  place(body) {
    if (body.width < LOOP_FROM) return [{ panel: "floaters", rect: body }];
    const loopColumns = within(Math.round(body.width * 0.3), 24, 64);
    const [table, loop] = besides(body, body.width - loopColumns - 2);
    return [{ panel: "floaters", rect: table }, { panel: "loop", rect: loop }];
  },
};
