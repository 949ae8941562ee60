import type { Page } from "@playwright/test";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What of a page is to be looked at, in CSS pixels. */
export interface Places {
  /** Where nothing but the ground is. */
  readonly ground: Point;
  readonly spots: readonly { readonly name: string; readonly points: readonly Point[] }[];
  readonly boxes: readonly { readonly name: string; readonly box: Box }[];
}

/** How it stands out, as contrast of WCAG 2, from 1 to 21. */
export interface Contrasts {
  /** Of each point against the ground. */
  readonly spots: readonly { readonly name: string; readonly contrasts: readonly number[] }[];
  /** Between the lightest and the darkest pixel of each box. */
  readonly boxes: readonly { readonly name: string; readonly widest: number }[];
  /** The most by which red, green and blue of one point differ, from 0 to 255. */
  readonly chroma: number;
}

/** Reads the pixels that a page shows. `decoder` is an empty page, which decodes the picture. */
export async function contrastsOf(page: Page, decoder: Page, places: Places): Promise<Contrasts> {
  const png = (await page.screenshot()).toString("base64");
  const viewport = page.viewportSize();
  if (viewport === null) throw new Error("the page has no size");
  return decoder.evaluate(
    async ({ png, cssWidth, ground, spots, boxes }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const scale = image.width / cssWidth;
      const linear = Array.from({ length: 256 }, (_, part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      let chroma = 0;
      const luminance = (column: number, row: number) => {
        const at = 4 * (row * image.width + column);
        const parts = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0] as const;
        chroma = Math.max(chroma, Math.max(...parts) - Math.min(...parts));
        const [red = 0, green = 0, blue = 0] = parts.map((part) => linear[part]);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const cell = (value: number) => Math.floor(value * scale);
      const base = luminance(cell(ground.x), cell(ground.y));
      const around = [-1, 0, 1];
      const best = ({ x, y }: { x: number; y: number }) =>
        Math.max(...around.flatMap((h) => around.map((v) => ratio(luminance(cell(x) + h, cell(y) + v), base))));
      return {
        spots: spots.map(({ name, points }) => ({ name, contrasts: points.map(best) })),
        boxes: boxes.map(({ name, box }) => {
          let [low, high] = [1, 0];
          for (let row = cell(box.y); row < cell(box.y + box.height); row += 1) {
            for (let column = cell(box.x); column < cell(box.x + box.width); column += 1) {
              const seen = luminance(column, row);
              low = Math.min(low, seen);
              high = Math.max(high, seen);
            }
          }
          return { name, widest: ratio(low, high) };
        }),
        chroma,
      };
    },
    { png, cssWidth: viewport.width, ...places },
  );
}
