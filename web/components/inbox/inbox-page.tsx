"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { InterruptCard } from "@/components/interrupts/interrupt-card";
import { AppShell } from "@/components/shell/app-shell";
import { AddressFilter } from "@/components/ui/address-filter";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useInbox } from "@/lib/api/order-queries";
import { type Interrupt, WAIT_REASONS, type WaitReason } from "@/lib/api/types";
import { useStamp } from "@/lib/i18n/format";

/** `/inbox/?reason=…`: what waits for a person, over all runs, oldest first. */
export function InboxPage() {
  const t = useTranslations("inbox");
  return (
    <AppShell title={t("title")}>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-3xl px-4 py-5">
          <Inbox />
        </div>
      </div>
    </AppShell>
  );
}

function Inbox() {
  const t = useTranslations("inbox");
  const reason = useReason();
  const inbox = useInbox(reason);
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="mr-auto font-semibold text-xl">{t("title")}</h1>
        <ReasonFilter value={reason} />
      </div>
      <p className="mt-1 text-muted text-sm">{t("hint")}</p>
      <div className="mt-4 space-y-5">
        {inbox.isPending ? <Waiting /> : null}
        {inbox.isError ? (
          <ProblemNote error={inbox.error} onRetry={() => void inbox.refetch()} />
        ) : null}
        {inbox.isSuccess && items.length === 0 ? (
          <p className="rounded-xl border border-line border-dashed p-8 text-center text-muted">
            {reason ? t("noneOf") : t("none")}
          </p>
        ) : null}
        <ul aria-label={t("list")} className="space-y-5">
          {items.map((interrupt) => (
            <Row key={interrupt.id} interrupt={interrupt} />
          ))}
        </ul>
        {inbox.hasNextPage ? (
          <Button onClick={() => void inbox.fetchNextPage()}>{t("more")}</Button>
        ) : null}
      </div>
    </>
  );
}

function Row({ interrupt }: { interrupt: Interrupt }) {
  const t = useTranslations("inbox");
  const stamp = useStamp();
  const link = "inline-flex min-h-6 items-center text-accent underline underline-offset-2";
  return (
    <li>
      <InterruptCard interrupt={interrupt} />
      <p className="mt-1 flex flex-wrap items-center gap-x-3 px-1 text-muted text-xs">
        <span>{t("since", { at: stamp(interrupt.created_at) })}</span>
        <Link href={`/chat/?session=${interrupt.session_id}`} prefetch={false} className={link}>
          {t("openChat")}
        </Link>
        <Link href={`/runs/view/?id=${interrupt.run_id}`} prefetch={false} className={link}>
          {t("openRun")}
        </Link>
      </p>
    </li>
  );
}

function useReason(): WaitReason | undefined {
  const value = useSearchParams().get("reason");
  return WAIT_REASONS.find((reason) => reason === value);
}

function ReasonFilter({ value }: { value: WaitReason | undefined }) {
  const t = useTranslations("inbox");
  return (
    <AddressFilter
      page="/inbox/"
      parameter="reason"
      value={value}
      values={WAIT_REASONS}
      label={t("filter")}
      all={t("all")}
      nameOf={(reason) => t(`reasons.${reason}`)}
    />
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className="space-y-5">
      <Skeleton className="h-32 w-full rounded-xl" />
      <Skeleton className="h-32 w-full rounded-xl" />
    </div>
  );
}
