import { equal } from "node:assert/strict";
import fc from "fast-check";
import {
  At,
  Box,
  Cells,
  Column,
  Draw,
  type Element,
  paint,
  type Rect,
  Row,
  Spacer,
  Stack,
  style,
  Text,
} from "../../../tui/kit/mod.ts";

function show(root: Element, width: number, height: number): string {
  const cells = new Cells(width, height);
  paint(root, cells);
  return cells.toString();
}

const lines = (...rows: string[]) => rows.join("\n");

Deno.test("row puts children side by side with gaps, column below each other", () => {
  const row = (
    <Row gap={2}>
      <Text>ab</Text>
      <Text>c</Text>
      <Text>def</Text>
    </Row>
  );
  equal(show(row, 12, 1), "ab  c  def");
  const column = (
    <Column gap={1} padding={1}>
      <Text>ab</Text>
      <Text>c</Text>
    </Column>
  );
  equal(show(column, 5, 5), lines("", " ab", "", " c", ""));
});

Deno.test("a boolean, null, undefined show nothing; lists and fragments are flattened", () => {
  const group = (
    <>
      <Text>c</Text>
      <Text>{4}%</Text>
    </>
  );
  const row = (
    <Row gap={1}>
      {false}
      {null}
      {["a", "b"].map((name) => <Text key={name}>{name}</Text>)}
      {group}
    </Row>
  );
  equal(show(row, 12, 1), "a b c 4%");
});

Deno.test("what is left over goes to growing children, up to their maximum", () => {
  const sizes = (width: number) => {
    const seen: number[] = [];
    const probe = (_: Cells, rect: Rect) => void seen.push(rect.width);
    show(
      <Row>
        <Draw width={4} draw={probe} />
        <Draw grow={1} maxWidth={3} draw={probe} />
        <Draw grow={2} minWidth={2} draw={probe} />
      </Row>,
      width,
      1,
    );
    return seen;
  };
  equal(sizes(9).join(), "4,1,4");
  equal(sizes(30).join(), "4,3,23");
  equal(sizes(6).join(), "4,2");
  equal(sizes(5).join(), "4,1");
});

Deno.test("children without a fixed size shrink first, then the last are cut off", () => {
  const row = (
    <Row>
      <Text>abcdefgh</Text>
      <Text width={3}>xyz</Text>
      <Text>ijkl</Text>
    </Row>
  );
  equal(show(row, 15, 1), "abcdefghxyzijkl");
  equal(show(row, 9, 1), "abc…xyzi…");
  equal(show(row, 2, 1), "x…");
});

Deno.test("text is cut with an ellipsis and aligned in wider space", () => {
  equal(show(<Text>power</Text>, 4, 1), "pow…");
  equal(show(<Text>power</Text>, 1, 1), "…");
  equal(show(<Text align="right">kW</Text>, 5, 1), "   kW");
  equal(show(<Text align="center">kW</Text>, 5, 1), " kW");
  const three = lines("one", "two", "three");
  equal(show(<Text>{three}</Text>, 5, 2), lines("one", "two"));
});

Deno.test("spacer pushes apart, stack lays over, box hides what is below", () => {
  equal(
    show(
      <Row>
        <Text>a</Text>
        <Spacer />
        <Text>b</Text>
      </Row>,
      6,
      1,
    ),
    "a    b",
  );
  const overlay = (
    <Stack>
      <Text>{lines("......", "......", "......")}</Text>
      <Row>
        <Spacer />
        <Box width={4}>
          <Text>hi</Text>
        </Box>
        <Spacer />
      </Row>
    </Stack>
  );
  equal(show(overlay, 6, 3), lines(".╭──╮.", ".│hi│.", ".╰──╯."));
});

Deno.test("an element at a place of its own fills it, and ends where its parent does", () => {
  const square = <Draw draw={(cells, rect) => cells.fill(rect, 0x78)} />;
  const stack = (
    <Stack padding={1}>
      <Text>abcdef</Text>
      <At rect={{ x: 1, y: 1, width: 2, height: 2 }}>{square}</At>
      <At rect={{ x: 5, y: 0, width: 9, height: 9 }}>{square}</At>
      <At rect={{ x: 6, y: 0, width: 1, height: 1 }}>{square}</At>
    </Stack>
  );
  equal(show(stack, 8, 5), lines("", " abcdex", "  xx  x", "  xx  x", ""));
});

Deno.test("box carries title and note, and gives up the note, then part of the title", () => {
  const box = (
    <Box title="Power" note="kW">
      <Text>2.5</Text>
    </Box>
  );
  equal(show(box, 18, 3), lines("╭─ Power ─── kW ─╮", "│2.5             │", "╰────────────────╯"));
  equal(show(box, 13, 3), lines("╭─ Power ───╮", "│2.5        │", "╰───────────╯"));
  equal(show(box, 9, 3), lines("╭─ Po… ─╮", "│2.5    │", "╰───────╯"));
  equal(show(box, 2, 2), lines("╭╮", "╰╯"));
});

Deno.test("a box has the natural size of its content and border", () => {
  const row = (
    <Row>
      <Box paddingX={1}>
        <Row gap={1}>
          <Text>a</Text>
          <Text>c</Text>
        </Row>
      </Box>
      <Text>b</Text>
    </Row>
  );
  equal(show(row, 12, 3), lines("╭─────╮b", "│ a c │", "╰─────╯"));
});

Deno.test("drawing is clipped to its rectangle", () => {
  const spill = (cells: Cells, rect: Rect) => {
    cells.fill({ x: rect.x - 2, y: rect.y - 2, width: 99, height: 99 }, 0x23);
    cells.write(rect.x - 1, rect.y, "wide text");
  };
  const root = (
    <Row>
      <Text>a</Text>
      <Draw width={3} height={1} draw={spill} />
      <Text>b</Text>
    </Row>
  );
  equal(show(root, 6, 2), lines("aideb", ""));
});

Deno.test("an element can stand in a tree more than once", () => {
  const name = <Text>ab</Text>;
  const root = (
    <Row gap={1}>
      {name}
      <Column>{name}{name}</Column>
      {name}
    </Row>
  );
  equal(show(root, 9, 2), lines("ab ab ab", "   ab"));
});

Deno.test("a style fills its row; text keeps background and inverse below it", () => {
  const cells = new Cells(3, 1);
  const selected = style({ background: 0x102030, inverse: true });
  paint(
    <Row style={selected}>
      <Text style={style({ bold: true })}>ab</Text>
    </Row>,
    cells,
  );
  equal(Array.from(cells.backgrounds).join(), [0x102030, 0x102030, 0x102030].join());
  equal(Array.from(cells.attributes).join(), "17,17,16");
});

const child = fc.record({
  width: fc.option(fc.nat(12), { nil: undefined }),
  minWidth: fc.option(fc.nat(6), { nil: undefined }),
  maxWidth: fc.option(fc.integer({ min: 6, max: 12 }), { nil: undefined }),
  grow: fc.nat(3),
  text: fc.string({ maxLength: 12 }),
});

Deno.test("children of a row never overlap, never leave it, and keep their bounds", () => {
  fc.assert(
    fc.property(
      fc.array(child, { maxLength: 6 }),
      fc.nat(60),
      fc.nat(3),
      (children, width, gap) => {
        const seen: { rect: Rect; index: number }[] = [];
        const root = (
          <Row gap={gap}>
            {children.map(({ text, ...size }, index) => (
              <Stack key={index} {...size}>
                <Text>{text}</Text>
                <Draw draw={(_, rect) => seen.push({ rect, index })} />
              </Stack>
            ))}
          </Row>
        );
        paint(root, new Cells(width, 1));
        let end = 0;
        for (const { rect, index } of seen) {
          equal(rect.x >= end, true);
          end = rect.x + rect.width;
          const { width: fixed, maxWidth } = children[index];
          equal(rect.width <= (fixed ?? maxWidth ?? Infinity), true);
          equal(end <= width, true);
          // Only the one at the right edge may be cut below what it asked for.
          if (end < width) equal(rect.width >= (fixed ?? children[index].minWidth ?? 0), true);
        }
        const growing = children.some((c) => c.grow > 0 && (c.width ?? c.maxWidth) === undefined);
        if (growing && seen.length === children.length) equal(end, width);
      },
    ),
    { seed: 2, endOnFailure: true },
  );
});
