"use client";

import { ImageOff } from "lucide-react";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { useTranslations } from "use-intl";
import { markdownBlocks } from "@/lib/chat/blocks";
import { CodeBlock } from "./code-block";

/** Markdown of a model. Raw HTML is dropped and no picture is fetched by itself. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose-answer">
      {markdownBlocks(text).map((block, index) => (
        <Block key={index} source={block} />
      ))}
    </div>
  );
}

const PLUGINS = [remarkGfm];

const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  img: ({ alt, src }) => <NotLoaded alt={alt || (typeof src === "string" ? src : "")} />,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <div tabIndex={0} className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

const Block = memo(function Block({ source }: { source: string }) {
  return (
    <div className="block-part">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {source}
      </ReactMarkdown>
    </div>
  );
});

/** A picture's address can carry out what the model has seen: it is named, not loaded. */
function NotLoaded({ alt }: { alt: string }) {
  const t = useTranslations("code");
  return (
    <span className="inline-flex items-center gap-1.5 text-muted text-sm">
      <ImageOff aria-hidden="true" className="size-4" />
      {t("image", { alt })}
    </span>
  );
}
