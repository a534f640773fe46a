"use client";

import dynamic from "next/dynamic";
import { ArtifactText } from "@/components/runs/artifact-text";

/** Loaded when there is something to draw. */
const Drawing = dynamic(() => import("./drawing"), { ssr: false });

const DRAWN = /^application\/vnd\.perdure\.(table|chart)\+json$/;

interface ArtifactViewProps {
  id: string;
  name: string;
  mediaType: string | undefined;
}

/** An artifact where it stands: tables and charts are drawn, all of them open as text. */
export function ArtifactView({ id, name, mediaType }: ArtifactViewProps) {
  return (
    <>
      {mediaType && DRAWN.test(mediaType) ? (
        <Drawing id={id} name={name} mediaType={mediaType} />
      ) : null}
      <ArtifactText id={id} />
    </>
  );
}
