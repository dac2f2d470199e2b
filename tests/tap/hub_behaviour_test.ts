import { testBehaviour } from "./behaviour.ts";
import { MemoryTap } from "./test_tap.ts";

testBehaviour("hub in memory", (parts) => Promise.resolve(new MemoryTap(parts)));
