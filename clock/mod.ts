/** Decides which step and frame is due, and says honestly when it could not keep up. */
export * from "./backoff.ts";
export * from "./loop_ticks.ts";
export * from "./manual_time.ts";
export * from "./master_clock.ts";
export * from "./quantile_window.ts";
export * from "./reading.ts";
export * from "./step_grid.ts";
export * from "./time.ts";
