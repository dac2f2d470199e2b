/** A plant that cannot go on: a state that is not finite, or time scales without an end. */
export class PlantFault extends Error {
  override readonly name = "PlantFault";
  /** What failed, a channel id where there is one. */
  readonly quantity: string;
  /** When, s of simulated time. */
  readonly time: number;

  constructor(quantity: string, time: number, allowed = "finite") {
    super(`Cannot go on as ${quantity} must be ${allowed}: it is not at ${time.toFixed(6)} s`);
    this.quantity = quantity;
    this.time = time;
  }
}
