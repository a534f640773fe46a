"use client";

import { useTranslations } from "use-intl";
import { AppShell } from "@/components/shell/app-shell";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useSkills } from "@/lib/api/skills";
import { SkillCard } from "./skill-card";

/** `/skills/`: what agents can be given, how it is, and trying it. */
export function SkillsPage() {
  const t = useTranslations("skills");
  return (
    <AppShell title={t("title")}>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-3xl px-4 py-5">
          <h1 className="font-semibold text-xl">{t("title")}</h1>
          <p className="mt-1 text-muted text-sm">{t("hint")}</p>
          <Skills />
        </div>
      </div>
    </AppShell>
  );
}

function Skills() {
  const t = useTranslations("skills");
  const skills = useSkills();
  if (skills.isError) {
    return <ProblemNote error={skills.error} onRetry={() => void skills.refetch()} />;
  }
  if (skills.isPending) {
    return (
      <div aria-hidden="true" className="mt-4 space-y-3">
        <Skeleton className="h-20 w-full rounded-xl" />
        <Skeleton className="h-20 w-full rounded-xl" />
        <Skeleton className="h-20 w-full rounded-xl" />
      </div>
    );
  }
  return (
    <ul aria-label={t("list")} className="mt-4 space-y-3">
      {skills.data.items.map((skill) => (
        <li key={skill.id}>
          <SkillCard skill={skill} />
        </li>
      ))}
    </ul>
  );
}
