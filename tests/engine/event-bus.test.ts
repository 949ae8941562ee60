import { describe, expect, it } from "vitest";
import { createEventBus } from "@/lib/engine/event-bus";

const state = (runId: string) => ({ type: "state", runId, actor: null }) as const;

describe("createEventBus", () => {
  it("brings each run's events to its listeners alone, with ids that grow", () => {
    const bus = createEventBus("e1");
    const heard: string[] = [];
    const { unsubscribe } = bus.subscribe("a", null, (id) => heard.push(id));
    bus.publish(state("a"));
    bus.publish(state("b"));
    bus.publish(state("a"));
    unsubscribe();
    bus.publish(state("a"));
    expect(heard).toEqual(["e1-1", "e1-3"]);
  });

  it("replays what came after the id given, once and in order", () => {
    const bus = createEventBus("e1");
    for (let i = 0; i < 5; i += 1) bus.publish(state("a"));
    const heard: string[] = [];
    const { gap } = bus.subscribe("a", "e1-2", (id) => heard.push(id));
    expect(gap).toBe(false);
    expect(heard).toEqual(["e1-3", "e1-4", "e1-5"]);
  });

  it.each([
    ["an id of another life of the process", "e0-2"],
    ["an id that never was", "e1-99"],
    ["an id that is none", "nonsense"],
  ])("says that there is a gap for %s, and replays nothing", (_, after) => {
    const bus = createEventBus("e1");
    bus.publish(state("a"));
    const heard: string[] = [];
    expect(bus.subscribe("a", after, (id) => heard.push(id)).gap).toBe(true);
    expect(heard).toEqual([]);
  });

  it("says that there is a gap once events of the run had to be dropped", () => {
    const bus = createEventBus("e1");
    for (let i = 0; i < 1300; i += 1) bus.publish(state("a"));
    expect(bus.subscribe("a", "e1-1", () => {}).gap).toBe(true);
    expect(bus.subscribe("a", "e1-500", () => {}).gap).toBe(false);
  });

  it("says that there is a gap for a run whose events were forgotten for others", () => {
    const bus = createEventBus("e1");
    bus.publish(state("a"));
    bus.publish(state("a"));
    for (let i = 0; i < 60; i += 1) bus.publish(state(`other-${i}`));
    expect(bus.subscribe("a", "e1-1", () => {}).gap).toBe(true);
    bus.publish(state("a"));
    expect(bus.subscribe("a", "e1-62", () => {}).gap).toBe(false);
  });
});
