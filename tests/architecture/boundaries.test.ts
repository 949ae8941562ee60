import path from "node:path";
import { describe, expect, it } from "vitest";
import { boundaryViolations } from "./check-boundaries";
import { importGraph, readSources } from "./import-graph";

const root = path.resolve(import.meta.dirname, "../..");

/** Violations of a small tree: what is planted, beside modules that stand for the real ones. */
function violationsOf(planted: Record<string, string>): string[] {
  const standing = {
    "lib/core/errors.ts": "export const a = 1;",
    "lib/engine/ports/port.ts": "export interface Port {}",
    "lib/engine/bottleneck-lanes.ts": 'import Bottleneck from "bottleneck"; export const gate = Bottleneck;',
    "lib/contracts/runs.ts": 'import { a } from "@/lib/core/errors"; export const b = a;',
    "lib/persistence/run-store.ts": 'import type { Port } from "@/lib/engine/ports/port"; export type S = Port;',
    "lib/server/container.ts": 'export * from "@/lib/persistence/run-store";',
    "components/runs/run-table.tsx": 'import { b } from "@/lib/contracts/runs"; export const T = () => <p>{b}</p>;',
    "components/limits/limits-form.tsx": "export const F = () => <p />;",
  };
  return boundaryViolations(importGraph(new Map(Object.entries({ ...standing, ...planted }))));
}

const PLANTED: readonly { what: string; file: string; code: string }[] = [
  { what: "core imports a library", file: "lib/core/x.ts", code: 'import { nanoid } from "nanoid";' },
  { what: "core imports Node", file: "lib/core/x.ts", code: 'import fs from "node:fs";' },
  { what: "core imports Node without its prefix", file: "lib/core/x.ts", code: 'import fs from "fs";' },
  { what: "core imports ajv outside scoring", file: "lib/core/metrics/x.ts", code: 'import "ajv";' },
  { what: "core imports the wire", file: "lib/core/x.ts", code: 'import { b } from "../contracts/runs";' },
  {
    what: "core imports a type of the engine",
    file: "lib/core/x.ts",
    code: 'import type { Port } from "../engine/ports/port";',
  },
  { what: "Bottleneck outside the gate", file: "lib/engine/run-executor.ts", code: 'import "bottleneck";' },
  { what: "Prisma outside persistence", file: "lib/services/x.ts", code: 'import "@prisma/client";' },
  {
    what: "the generated client outside persistence",
    file: "app/x.ts",
    code: 'import "@/lib/persistence/generated/a";',
  },
  { what: "recharts in a feature", file: "components/runs/x.tsx", code: 'import { Line } from "recharts";' },
  { what: "an SDK outside providers", file: "lib/engine/x.ts", code: 'import { generateText } from "ai";' },
  { what: "a vendor outside providers", file: "lib/services/x.ts", code: 'import "@ai-sdk/openai";' },
  { what: "Next in a service", file: "lib/services/x.ts", code: 'import { NextResponse } from "next/server";' },
  { what: "react-query in a contract", file: "lib/contracts/x.ts", code: 'import "@tanstack/react-query";' },
  { what: "the engine imports persistence", file: "lib/engine/x.ts", code: 'import "../persistence/run-store";' },
  {
    what: "persistence runs the engine",
    file: "lib/persistence/x.ts",
    code: 'import { Port } from "../engine/ports/port";',
  },
  {
    what: "services run the engine",
    file: "lib/services/x.ts",
    code: 'import { gate } from "../engine/bottleneck-lanes";',
  },
  { what: "a feature imports another", file: "components/runs/x.tsx", code: 'import "../limits/limits-form";' },
  { what: "the browser imports the server", file: "components/runs/x.tsx", code: 'import "@/lib/server/container";' },
  { what: "the browser reaches Node", file: "lib/client/x.ts", code: 'import "node:crypto";' },
  { what: "a page imports persistence", file: "app/runs/page.tsx", code: 'import "@/lib/persistence/run-store";' },
  {
    what: "a dynamic import goes round",
    file: "lib/core/x.ts",
    code: 'export const p = import("../server/container");',
  },
  { what: "a re-export goes round", file: "lib/core/x.ts", code: 'export * from "../server/container";' },
  {
    what: "a type's import goes round",
    file: "lib/core/x.ts",
    code: 'export type X = import("../engine/ports/port").Port;',
  },
];

describe("the boundaries", () => {
  it("hold in the whole project", () => {
    const sources = readSources(root);
    expect(sources.size).toBeGreaterThan(20);
    expect(boundaryViolations(importGraph(sources))).toEqual([]);
  });

  it("let pass what the layout means to allow", () => {
    expect(
      violationsOf({
        "lib/core/scoring/x.ts": 'import { Ajv } from "ajv"; import { z } from "zod"; import "../errors";',
        "lib/services/x.ts": 'import type { Port } from "@/lib/engine/ports/port"; import "@/lib/contracts/runs";',
        "components/charts/x.tsx": 'import { Line } from "recharts";',
        "app/api/x/route.ts": 'import "@/lib/server/container";',
        "app/runs/page.tsx": 'import { T } from "@/components/runs/run-table";',
      }),
    ).toEqual([]);
  });

  it.each(PLANTED)("refuse: $what", ({ file, code }) => {
    expect(violationsOf({ [file]: code })).not.toEqual([]);
  });

  it("see modules that import each other", () => {
    const found = violationsOf({
      "lib/core/a.ts": 'import type { B } from "./b"; export type A = B;',
      "lib/core/b.ts": 'import type { A } from "./a"; export type B = A;',
    });
    expect(found).toEqual([
      "cycle: lib/core/a imports itself over others",
      "cycle: lib/core/b imports itself over others",
    ]);
  });

  it("see the browser reach the server over several hops", () => {
    const found = violationsOf({
      "lib/contracts/runs.ts": 'export * from "./deeper";',
      "lib/contracts/deeper.ts": 'export * from "../server/container";',
    });
    expect(found).toContain(
      "the browser never reaches the server: components/runs/run-table -> lib/persistence/run-store",
    );
  });
});
