import { useRouter } from "next/navigation";

/** Narrows a list to one of some values. The choice lives in the address, so that it can be kept and shared. */
export function AddressFilter<T extends string>({
  page,
  parameter,
  value,
  values,
  label,
  all,
  nameOf,
}: {
  page: string;
  parameter: string;
  value: T | undefined;
  values: readonly T[];
  label: string;
  all: string;
  nameOf: (value: T) => string;
}) {
  const router = useRouter();
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="text-muted">{label}</span>
      <select
        value={value ?? ""}
        onChange={({ target }) =>
          router.replace(target.value ? `${page}?${parameter}=${target.value}` : page)
        }
        className="h-9 rounded-lg border border-line-strong bg-panel px-2"
      >
        <option value="">{all}</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
