import assert from "node:assert/strict";
import { readComplaints, stands } from "../../tools/doc_lint.ts";

const PRINTED = `error[missing-jsdoc]: exported symbol is missing JSDoc documentation
  --> /tree/engine/ledger.ts:75:13
   |
75 | export type AccountName = string;
   |             ^


error[missing-jsdoc]: exported symbol is missing JSDoc documentation
  --> /tree/engine/ledger.ts:13:12
   |
13 |   readonly summary: string;
   |            ^


error[private-type-ref]: public type 'ChannelId' references private type 'ROWS'
  --> /tree/telemetry/channels.ts:7:1
   |
 7 | export type ChannelId =
   | ^
   |
 3 | export const ROWS = [] as const;
   |              - this is the referenced type


error[private-type-ref]: public type 'Frame' references private type 'Sample'
  --> /tree/telemetry/frame.ts:9:1
   |
 9 | export type Frame = Sample;
   | ^


error: Found 4 documentation lint errors.
`;

Deno.test("readComplaints: code, message, place and source of each, coloured or not", () => {
  const complaints = readComplaints(PRINTED);
  assert.equal(complaints.length, 4);
  assert.deepEqual(complaints[0], {
    code: "missing-jsdoc",
    message: "exported symbol is missing JSDoc documentation",
    place: "/tree/engine/ledger.ts:75:13",
    source: "export type AccountName = string;",
  });
  const coloured = PRINTED.replaceAll("error[", "\x1b[1m\x1b[31merror[");
  assert.deepEqual(readComplaints(coloured), complaints);
});

Deno.test("stands: exported symbols need a docstring, members and tables do not", () => {
  assert.deepEqual(readComplaints(PRINTED).map(stands), [true, false, false, true]);
});
