import { z } from "zod";
import { pageOf } from "../common";
import { priceTableResponse, putPricesRequest } from "../prices";
import {
  createProviderRequest,
  poolHistoryQuery,
  poolHistoryResponse,
  poolResponse,
  providerResponse,
  testProviderRequest,
  testProviderResponse,
  updatePoolRequest,
  updateProviderRequest,
} from "../providers";
import { type ApiRoute, id } from "./api-route";

const provider = { tag: "providers", params: z.object({ providerId: id }) } as const;

/** Providers, their pools and the prices of their models. */
export const providerRoutes = {
  listProviders: {
    method: "GET",
    path: "/api/v1/providers",
    tag: "providers",
    summary: "List providers, all of them",
    status: 200,
    response: pageOf(providerResponse),
  },
  createProvider: {
    method: "POST",
    path: "/api/v1/providers",
    tag: "providers",
    summary: "Connect a provider",
    description:
      "The provider's pool starts with the given preset or limits, else with the starter preset of its kind.",
    body: createProviderRequest,
    status: 201,
    response: providerResponse,
    refusals: [404],
  },
  getProvider: {
    ...provider,
    method: "GET",
    path: "/api/v1/providers/{providerId}",
    summary: "One provider",
    status: 200,
    response: providerResponse,
    refusals: [404],
  },
  updateProvider: {
    ...provider,
    method: "PATCH",
    path: "/api/v1/providers/{providerId}",
    summary: "Change a provider",
    body: updateProviderRequest,
    status: 200,
    response: providerResponse,
    refusals: [404, 422],
  },
  deleteProvider: {
    ...provider,
    method: "DELETE",
    path: "/api/v1/providers/{providerId}",
    summary: "Remove a provider",
    description: "Its runs and their results stay. Refused while runs that use it are not over.",
    status: 204,
    refusals: [404, 409],
  },
  testProvider: {
    ...provider,
    method: "POST",
    path: "/api/v1/providers/{providerId}/test",
    summary: "Send one small request to see whether key, URL and model work",
    body: testProviderRequest,
    status: 200,
    response: testProviderResponse,
    refusals: [404, 422],
  },
  listPools: {
    method: "GET",
    path: "/api/v1/pools",
    tag: "pools",
    summary: "Limits and live meters of every pool",
    status: 200,
    response: pageOf(poolResponse),
  },
  readPoolHistory: {
    tag: "pools",
    method: "GET",
    path: "/api/v1/pools/{poolId}/history",
    summary: "How the pool's rate and the limits its provider told came to be what they are; kept over restarts",
    params: z.object({ poolId: id }),
    query: poolHistoryQuery,
    status: 200,
    response: poolHistoryResponse,
    refusals: [404],
  },
  updatePool: {
    tag: "pools",
    method: "PATCH",
    path: "/api/v1/pools/{poolId}",
    summary: "Change the limits of a pool, in force at once for all that calls through it",
    description:
      "`undo` names the revision of the change to take back; that is a new change, on record like any other.",
    params: z.object({ poolId: id }),
    body: updatePoolRequest,
    status: 200,
    response: poolResponse,
    refusals: [404, 409, 422],
  },
  tryPoolNow: {
    tag: "pools",
    method: "POST",
    path: "/api/v1/pools/{poolId}/try-now",
    summary: "End a pool's cooldown before the time that its provider asked for",
    description:
      "Waiting requests start at once, at the pool's rate; a further refusal cools it down anew. Where nothing cools down, or the requests of the day are used up, nothing changes.",
    params: z.object({ poolId: id }),
    status: 200,
    response: poolResponse,
    refusals: [404],
  },
  getPrices: {
    method: "GET",
    path: "/api/v1/prices",
    tag: "prices",
    summary: "What a million tokens cost, by model, with every change of the table",
    status: 200,
    response: priceTableResponse,
  },
  putPrices: {
    method: "PUT",
    path: "/api/v1/prices",
    tag: "prices",
    summary: "Replace the price table, as a new version",
    description:
      "Runs keep the prices of their launch. A model without a row has no price: its cost is unknown, not 0.",
    body: putPricesRequest,
    status: 200,
    response: priceTableResponse,
    refusals: [409],
  },
} as const satisfies Record<string, ApiRoute>;
