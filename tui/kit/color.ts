import type { ColorDepth } from "./detect.ts";
import { DEFAULT_COLOR } from "./style.ts";

// Levels of the 6 x 6 x 6 color cube at 16 to 231 of the 256 colors, as xterm has them; the gray
// ramp at 232 to 255 is 8, 18, ... 238.
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

function nearestLevel(value: number): number {
  if (value < 48) return 0;
  if (value < 115) return 1;
  return Math.min(5, Math.floor((value - 35) / 40));
}

function to256(red: number, green: number, blue: number): number {
  const r = nearestLevel(red);
  const g = nearestLevel(green);
  const b = nearestLevel(blue);
  const gray = Math.max(0, Math.min(23, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const distance = (x: number, y: number, z: number) =>
    (x - red) ** 2 + (y - green) ** 2 + (z - blue) ** 2;
  const level = 8 + 10 * gray;
  const inCube = distance(CUBE_LEVELS[r], CUBE_LEVELS[g], CUBE_LEVELS[b]);
  return distance(level, level, level) < inCube ? 232 + gray : 16 + 36 * r + 6 * g + b;
}

// By hue and not by distance: users choose their own 16 colors, so only the names are sure, and a
// soft blue should be the blue, not the gray that happens to be nearer.
function to16(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most < 64) return 0;
  const middle = (most + least) / 2;
  if (most - least < 0.3 * most) return middle < 144 ? 8 : middle < 224 ? 7 : 15;
  const hue = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return most < 216 ? hue : hue + 8;
}

/**
 * What a terminal of the given depth shows for a color: 0xRRGGBB for `truecolor`, an index for
 * `256` and `16`, -1 (the terminal's own) for `mono` and for -1.
 */
export function toDepth(color: number, depth: ColorDepth): number {
  if (color === DEFAULT_COLOR || depth === "mono") return DEFAULT_COLOR;
  if (depth === "truecolor") return color;
  const red = color >> 16;
  const green = (color >> 8) & 0xff;
  const blue = color & 0xff;
  return depth === "256" ? to256(red, green, blue) : to16(red, green, blue);
}
