import { fireEvent, render, screen } from "@testing-library/react";
import { parseAsArrayOf, parseAsInteger, parseAsStringLiteral } from "nuqs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { notUnderstood } from "@/components/ui/not-understood";
import { PreferencesProvider, usePreferences } from "@/components/ui/preferences";
import {
  DEFAULT_PREFERENCES,
  PREFERENCES_COOKIE,
  type Preferences,
  preferencesText,
  readPreferences,
} from "@/components/ui/preferences-cookie";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { useShortcut } from "@/components/ui/use-shortcut";
import { formatClock, formatFullTime, formatMoment } from "@/lib/format";
import "../screen";

const ODD: Preferences = {
  density: "compact",
  timeAxis: "clock",
  timeZone: "utc",
  motion: "reduce",
  singleKeys: false,
  announceWarnings: true,
};

function Page({ act }: { act: () => void }) {
  const { preferences, change } = usePreferences();
  useShortcut("p", act);
  return (
    <button type="button" onClick={() => change({ singleKeys: !preferences.singleKeys, density: "compact" })}>
      {preferences.singleKeys ? "on" : "off"}
    </button>
  );
}

function Zone() {
  const { change } = usePreferences();
  return (
    <button type="button" onClick={() => change({ timeZone: "browser" })}>
      {formatFullTime("2026-02-03T14:31:20Z")}
    </button>
  );
}

function List() {
  const rows = useRowKeys<HTMLUListElement>();
  return (
    <ul ref={rows}>
      {["a", "b", "c"].map((name) => (
        <li key={name}>
          <input type="checkbox" aria-label={`tick ${name}`} />
          <a href={`#${name}`} data-row-link>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

describe("preferences", () => {
  afterEach(() => vi.restoreAllMocks());

  it("come back from the cookie as they were, and nonsense is as shipped", () => {
    expect(readPreferences(preferencesText(ODD))).toEqual(ODD);
    expect(readPreferences(preferencesText(DEFAULT_PREFERENCES))).toEqual(DEFAULT_PREFERENCES);
    expect(readPreferences(undefined)).toEqual(DEFAULT_PREFERENCES);
    expect(readPreferences("density=huge&keys=maybe&%%%")).toEqual(DEFAULT_PREFERENCES);
  });

  const open = (act: () => void) =>
    render(
      <PreferencesProvider initial={DEFAULT_PREFERENCES}>
        <Page act={act} />
      </PreferencesProvider>,
    );

  it("turn keys off, set the rows, and are kept in a cookie", () => {
    const act = vi.fn();
    open(act);
    fireEvent.keyDown(window, { key: "p" });
    fireEvent.click(screen.getByText("on"));
    fireEvent.keyDown(window, { key: "p" });
    expect(act).toHaveBeenCalledOnce();
    expect(document.documentElement.dataset.density).toBe("compact");
    const text = new RegExp(`${PREFERENCES_COOKIE}=([^;]+)`).exec(document.cookie)?.[1];
    expect(readPreferences(decodeURIComponent(text ?? ""))).toMatchObject({ singleKeys: false, density: "compact" });
  });

  it("tell times by the clock of UTC, and let nothing move", () => {
    render(
      <PreferencesProvider initial={ODD}>
        <Zone />
      </PreferencesProvider>,
    );
    const button = screen.getByRole("button");
    expect(button.textContent?.replaceAll(/\s/g, " ")).toBe("Feb 3, 2026, 14:31:20 UTC");
    expect(formatMoment("2026-02-03T00:10:00Z", Date.parse("2026-02-03T23:50:00Z"))).toBe("00:10:00");
    fireEvent.click(button);
    expect(document.documentElement.dataset.motion).toBe("reduce");
    expect(formatClock("2026-02-03T14:31:20Z")).toBe(
      new Date("2026-02-03T14:31:20Z").toLocaleTimeString("en", { hourCycle: "h23" }),
    );
  });

  it("hold until the page is left where the browser takes no cookies", () => {
    vi.spyOn(document, "cookie", "set").mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    open(() => {});
    fireEvent.click(screen.getByText("on"));
    expect(screen.getByText("off")).toBeDefined();
  });
});

describe("keys for rows", () => {
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? window, { key, bubbles: true });
  const focused = () => document.activeElement?.textContent;

  it("go down and up, stop at the ends, and tick the row they are in", () => {
    render(<List />);
    press("ArrowDown");
    expect(document.activeElement).toBe(document.body);
    press("j");
    expect(focused()).toBe("a");
    press("ArrowDown");
    press("j");
    press("j");
    expect(focused()).toBe("c");
    press("k");
    expect(focused()).toBe("b");
    press("x");
    expect(screen.getByLabelText<HTMLInputElement>("tick b").checked).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>("tick a").checked).toBe(false);
  });
});

describe("an address with nonsense", () => {
  const params = { n: parseAsInteger, kind: parseAsArrayOf(parseAsStringLiteral(["a", "b"])) };
  it.each([
    ["n=5&kind=a,b&other=x", []],
    ["n=five", ["n"]],
    ["kind=a,c", ["kind"]],
    ["kind=c", ["kind"]],
    ["n=&kind=", []],
  ])("%s: %j is told", (search, names) => {
    expect(notUnderstood(new URLSearchParams(search), params).map(({ name }) => name)).toEqual(names);
  });
});
