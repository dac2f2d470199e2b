import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type InputEvent, InputParser } from "../../../tui/kit/mod.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function keysOf(input: string | Uint8Array): InputEvent[] {
  const parser = new InputParser();
  const bytes = typeof input === "string" ? bytesOf(input) : input;
  return [...parser.feed(bytes), ...parser.flush()];
}

/** Short form: modifiers, name or button and place, and the text in brackets where there is any. */
function short(event: InputEvent): string {
  if (event.kind === "focus") return event.focused ? "focus" : "blur";
  const { ctrl, alt, shift } = event;
  const held = `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${shift ? "shift+" : ""}`;
  if (event.kind === "mouse") return `${held}${event.button}@${event.x},${event.y}`;
  const { name, text } = event;
  return held + name + (text === "" || text === name ? "" : `(${text})`);
}

const MODIFIED = "shift+left@0,0 alt+left@0,0 ctrl+left@0,0 ctrl+alt+shift+wheelup@0,0";

const table: readonly [bytes: string, keys: string][] = [
  ["aG?<", "a G ? <"],
  ["é漢🎈", "é 漢 🎈"],
  [" ", "space( )"],
  ["\r\n\t\x7f\b", "enter enter tab backspace backspace"],
  ["\x03\x1a\x00\x1c", "ctrl+c ctrl+z ctrl+space ctrl+\\"],
  ["\x1b", "escape"],
  ["\x1b\x1b", "escape escape"],
  ["\x1b\x1b[A", "escape up"],
  ["\x1ba\x1bé\x1b\r\x1b\x03", "alt+a alt+é alt+enter ctrl+alt+c"],
  ["\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"],
  ["\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "up down right left home end"],
  ["\x1b[1;2A\x1b[1;5C\x1b[1;3D\x1b[1;8B", "shift+up ctrl+right alt+left ctrl+alt+shift+down"],
  ["\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home end home end"],
  ["\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[3;5~", "pageup pagedown insert delete ctrl+delete"],
  ["\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[1;2P", "f1 f2 f3 f4 shift+f1"],
  ["\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~", "f1 f5 f6 f10 f11 f12"],
  ["\x1b[[A\x1b[[E", "f1 f5"],
  ["\x1b[Z", "shift+tab"],
  ["\x1b[97;5u\x1b[27u\x1b[27;5;9~", "ctrl+a escape ctrl+tab"],
  ["\x1b[200~one\r\ntwo\x1b[A é\x1b[201~q", "paste(one\ntwo\x1b[A é) q"],
  ["\x1b[200~no end\x03q", "ctrl+c q"],
  ["\x1b[200~\x1b[20\x03\x1b[200~1~\x1b[201~", "ctrl+c paste(1~)"],
  ["\x1b[200~no end\x03\x1b[200~text\x1b[201~", "ctrl+c paste(text)"],
  ["\x1b[200~\x1b[20\x1b[201~", "paste(\x1b[20)"],
  // Answers and reports of the terminal, and sequences that mean no key.
  ["\x1b[?62;22c\x1b[12;40R\x1b[99~\x1b[1I\x1b[?O", ""],
  ["\x1b[I\x1b[O", "focus blur"],
  ["\x1b[<0;3;4M\x1b[<2;1;1M\x1b[<1;300;200M", "left@2,3 right@0,0 middle@299,199"],
  ["\x1b[<64;3;4M\x1b[<65;3;4M", "wheelup@2,3 wheeldown@2,3"],
  ["\x1b[<4;1;1M\x1b[<8;1;1M\x1b[<16;1;1M\x1b[<92;1;1M", MODIFIED],
  // Releases, motions, further buttons, places off the screen, and what is no report at all.
  ["\x1b[<0;3;4m\x1b[<32;3;4M\x1b[<35;3;4M\x1b[<66;3;4M\x1b[<128;3;4Mq", "q"],
  ["\x1b[<0;0;4M\x1b[<0;4;0M\x1b[<999;1;1M\x1b[<0;1M\x1b[<0;1;1;1M\x1b[0;1;1Mq", "q"],
  ["\x1b[M !!q\x1b[M\x60!aq\x1b[M\x03", "q q ctrl+c"],
  ["\x1b[99999999u\x1b[57358u", ""],
  ["\x1b]11;rgb:0000/0000/0000\x07\x1bP>|q\x1b\\q", "q"],
  ["\x1b[\x03", "ctrl+c"],
  ["\x1b[1;\x1b[A", "up"],
  ["\x1b[" + "1;".repeat(99) + "Aq", "q"],
  ["\x1b[", "alt+["],
  ["\x1bO", "alt+O"],
  ["\x1bP", "alt+P"],
  ["\x1b[1;5", ""],
];

for (const [bytes, keys] of table) {
  Deno.test(`keys of ${JSON.stringify(bytes.slice(0, 60))}`, () => {
    equal(keysOf(bytes).map(short).join(" "), keys);
  });
}

Deno.test("bytes that are not UTF-8 yield nothing and hide nothing", () => {
  const overlong = [0xc0, 0xaf, 0xe0, 0x80, 0x80, 0xf0, 0x80, 0x80, 0x80];
  const surrogate = [0xed, 0xa0, 0x80];
  const beyond = [0xf4, 0x90, 0x80, 0x80];
  const brokenOff = [0xe2, 0x28];
  const garbage = [0x80, 0xff, ...overlong, ...surrogate, ...beyond, ...brokenOff];
  equal(keysOf(Uint8Array.from([...garbage, 0x71])).map(short).join(" "), "( q");
});

Deno.test("a paste is cut at its bound", () => {
  const [paste, next] = keysOf(`\x1b[200~${"x".repeat(70_000)}\x1b[201~q`);
  ok(paste.kind === "key" && paste.name === "paste");
  equal(paste.text.length, 65_536);
  equal(short(next), "q");
});

Deno.test("only what flush would end is pending", () => {
  const parser = new InputParser();
  const pendingAfter = (text: string) => {
    parser.feed(bytesOf(text));
    return parser.pending;
  };
  deepEqual(["a", "\x1b", "[", "1", "A"].map(pendingAfter), [false, true, true, true, false]);
  equal(pendingAfter("\x1b[200~text"), false);
  deepEqual(parser.flush(), []);
  deepEqual(parser.feed(bytesOf("\x1b[201~")).map(short), ["paste(text)"]);
});

const sequences = fc.oneof(
  fc.constantFrom(...table.map(([bytes]) => bytes)).map(bytesOf),
  fc.uint8Array({ maxLength: 12 }),
  fc.array(fc.constantFrom(0x1b, 0x5b, 0x4f, 0x3b, 0x32, 0x30, 0x31, 0x7e, 0x41, 0xe2), {
    maxLength: 12,
  }).map((bytes) => Uint8Array.from(bytes)),
);
const streams = fc.array(sequences, { maxLength: 6 }).map((parts) =>
  Uint8Array.from(parts.flatMap((part) => [...part]))
);

Deno.test("any split of the bytes gives the same keys", () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, cuts) => {
      const parser = new InputParser();
      const borders = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)];
      const keys = borders.flatMap((start, i) =>
        parser.feed(bytes.subarray(start, borders[i + 1]))
      );
      deepEqual([...keys, ...parser.flush()], keysOf(bytes));
    }),
    { seed: 2, numRuns: 1000, endOnFailure: true },
  );
});

Deno.test("after any garbage and a flush, Ctrl-C and a key come through", () => {
  fc.assert(
    fc.property(streams, (garbage) => {
      const parser = new InputParser();
      parser.feed(garbage);
      parser.flush();
      deepEqual(parser.feed(bytesOf("\x03q")).map(short), ["ctrl+c", "q"]);
    }),
    { seed: 2, numRuns: 1000, endOnFailure: true },
  );
});
