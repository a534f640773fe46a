import createClient, { type Middleware } from "openapi-fetch";
import { apiKey, setApiKey } from "@/lib/auth";
import { ApiProblem, toProblem } from "./problem";
import type { paths } from "./schema";

/** Headers that say who calls. */
export function authorization(): Record<string, string> {
  const key = apiKey();
  return key ? { Authorization: `Bearer ${key}` } : {};
}

const auth: Middleware = {
  onRequest({ request }) {
    const key = apiKey();
    if (key && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${key}`);
    }
    return request;
  },
  onResponse({ request, response }) {
    const sent = request.headers.get("Authorization");
    if (response.status === 401 && sent === `Bearer ${apiKey()}`) setApiKey(undefined);
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
