import { secondsWords } from "../words/duration-words";
import { moneyWords } from "../words/money-words";
import { countWords, plural, tokenWords } from "../words/number-words";
import { casesAsked } from "./closed-form";
import { type Notice, notice } from "./notice";
import type { NoticeInput } from "./notice-input";

/** N13: cases that are hardly worth a call. */
function oddNotices({ duplicates, empty, tooLong, contextTokens, skipped }: NoticeInput["dataset"]): Notice[] {
  const oddities = [
    duplicates > 0 ? `${countWords(duplicates)} duplicate` : "",
    empty > 0 ? `${countWords(empty)} empty` : "",
    tooLong > 0 ? `${countWords(tooLong)} over ${tokenWords(contextTokens ?? 0)} tokens` : "",
  ].filter((part) => part !== "");
  if (oddities.length === 0) return [];
  const told = oddities.join(", ");
  return skipped
    ? [notice("N13", "info", "datasetId", `Skips ${told}.`, [{ label: "Run them too", patch: { skip: 0 } }])]
    : [notice("N13", "warn", "datasetId", `${told}.`, [{ label: "Skip them", patch: { skip: 1 } }])];
}

/** A budget a little above what is expected, so that chance does not pause the run at its last cases. */
const BUDGET_RESERVE = 1.1;
/** So many cases show how long a call takes. */
const MEASURE_CASES = 5;

/** N12: nothing can be launched against a provider that refuses. */
export function providerNotices({ provider }: NoticeInput): Notice[] {
  if (provider.needsKey && !provider.hasKey) {
    return [notice("N12", "block", "providerId", `${provider.name} has no API key: add one under Providers.`)];
  }
  if (provider.refused === null) return [];
  const { what, status, at } = provider.refused;
  const when = `${status === null ? "" : ` (${status})`}${at === null ? "" : ` at ${at}`}`;
  switch (what) {
    case "key":
      return [notice("N12", "block", "providerId", `Key refused${when}: replace it under Providers.`)];
    case "model":
      return [notice("N12", "block", "model", `${provider.name} does not know this model.`)];
    case "requests": {
      const text = `${provider.name} refused every request of the last run${when}: check its URL and the model's name.`;
      return [notice("N12", "warn", "model", text)];
    }
    case "quota":
      return [notice("N12", "warn", "providerId", `The quota of ${provider.name} was exhausted when last called.`)];
  }
}

/** N13 and what else a dataset lacks for this launch. */
export function datasetNotices({ dataset, evaluatorsNeedExpected, forecast }: NoticeInput): Notice[] {
  const found: Notice[] = [];
  for (const { name, cases: without } of dataset.missingVariables) {
    const all = without >= casesAsked(forecast);
    const who = all ? "no case has" : `${plural(without, "case lacks", "cases lack")}`;
    const text = `The template names {{${name}}}, which ${who}${all ? "" : "; they will not be scored"}.`;
    found.push(notice("VARS", all ? "block" : "warn", "prompt", text));
  }
  if (evaluatorsNeedExpected && !dataset.hasExpected) {
    const text = "The evaluators compare with an expected value, and the dataset has none.";
    found.push(notice("EXPECTED", "block", "evaluators", text));
  }
  found.push(...oddNotices(dataset));
  return found;
}

/** N9 and what is not known of the cost. */
export function budgetNotices({ costUsd, budgetUsd, forecast, unpriced }: NoticeInput): Notice[] {
  if (unpriced.length > 0) {
    const text = `Cost unknown: no price for ${unpriced.join(", ")}.`;
    if (budgetUsd === null) return [notice("PRICE", "info", "model", text)];
    return [notice("PRICE", "block", "budgetUsd", `${text} A budget needs one.`)];
  }
  if (costUsd === null || budgetUsd === null || costUsd <= budgetUsd) return [];
  const at = Math.floor((forecast.cases * budgetUsd) / costUsd);
  const text = `≈${moneyWords(costUsd)} exceeds ${moneyWords(budgetUsd)}; the run will auto-pause at about case ${countWords(at)}.`;
  const enough = Math.ceil(costUsd * BUDGET_RESERVE * 100) / 100;
  return [
    notice("N9", "warn", "budgetUsd", text, [{ label: `Set ${moneyWords(enough)}`, patch: { budgetUsd: enough } }]),
  ];
}

/** N14: retries that the limiter does not see. */
export function ownRetriesNotices({ provider }: NoticeInput): Notice[] {
  const { ownRetries } = provider;
  if (ownRetries === null) return [];
  const text =
    ownRetries.by === "client"
      ? `The ${ownRetries.client} client retries twice on its own and would bypass the limiter; we set maxRetries 0.`
      : `If ${provider.name} is a gateway that retries on its own, those retries bypass the limiter: set them to 0 there.`;
  return [notice("N14", "info", "providerId", text)];
}

/** N11: nothing measured yet. */
export function historyNotices({ measuredCalls, forecast }: NoticeInput): Notice[] {
  if (measuredCalls > 0) return [];
  const text = `No calls to this model yet: assuming ${secondsWords(forecast.latencyMs)}.`;
  const fix = { label: `Measure with ${MEASURE_CASES} cases`, patch: { "sample.first": MEASURE_CASES } };
  return [notice("N11", "info", null, text, casesAsked(forecast) > MEASURE_CASES ? [fix] : [])];
}
