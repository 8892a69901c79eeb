import { redirect } from 'next/navigation';

interface Props {
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Where people come back to from Threads: the section of the settings, with the result. */
export default async function Page({ searchParams }: Props) {
  const query = new URLSearchParams({ section: 'accounts' });
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === 'string' && ['connected', 'problem'].includes(name)) query.set(name, value);
  }
  redirect(`/settings?${query}`);
}
