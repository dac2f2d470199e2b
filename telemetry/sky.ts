/**
 * The words of sky/ that readers of frames need: types alone, so that nobody who reads frames of a
 * plant loads what carries satellites.
 *
 * @module
 */

export type { ElementSet, LookAngles, Place, Sighting } from "../sky/mod.ts";
