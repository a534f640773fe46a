import createClient, { type Middleware } from "openapi-fetch";
import { setSignedIn } from "@/lib/auth";
import { ApiProblem, toProblem } from "./problem";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The cookie says who calls; this, which no other site can send, that a page of ours does. */
const auth: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set("X-Perdure-Console", "1");
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) setSignedIn("out");
    return response;
  },
};

/** The API at this page's own origin, typed by its OpenAPI description. */
export const api = createClient<paths>({ baseUrl: "" });
api.use(auth);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for an answer and returns its body, or throws an {@link ApiProblem}. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "unreachable", error instanceof Error ? error.message : String(error));
  }
  if (!answer.response.ok) throw toProblem(answer.response.status, answer.error);
  return answer.data as T;
}
