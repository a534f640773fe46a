import path from "node:path";
import type { NextConfig } from "next";

/** Static pages: the API serves `out/` at its own origin, so no address of it is built in. */
const config: NextConfig = {
  output: "export",
  trailingSlash: true,
  images: { unoptimized: true },
  reactStrictMode: true,
  turbopack: { root: path.resolve(import.meta.dirname) },
  ...(process.env.NODE_ENV === "development" && process.env.PERDURE_URL
    ? {
        output: undefined,
        rewrites: async () => [
          { source: "/v1/:path*", destination: `${process.env.PERDURE_URL}/v1/:path*` },
        ],
      }
    : {}),
};

export default config;
