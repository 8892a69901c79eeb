'use client';

import { Autocomplete, Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { CsvButton } from '../../components/csv-button';
import { useTRPC } from '../../trpc/provider';
import { AUDIT_WORDS, type AuditWord } from './audit-filter';

const WORDS = {
  actor: { label: 'Who', placeholder: 'ann@example.org' },
  action: { label: 'What', placeholder: 'monitoring.kill' },
  target: { label: 'To what', placeholder: 'variant:hello-1' },
} as const satisfies Record<AuditWord, unknown>;
const DAYS = [
  { name: 'from', label: 'From' },
  { name: 'to', label: 'To' },
] as const;
/** Suggestions are what the newest entries have. */
const SUGGESTED_FROM = 500;
const SUGGESTED = 20;

interface Props {
  get: (name: string) => string;
  onChange: (values: Record<string, string>) => void;
  /** Of the same as a file. */
  href: string;
}

interface Draft {
  readonly address: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Which entries of the trail are listed. */
export function AuditFilterForm({ get, onChange, href }: Props) {
  const suggestions = useSuggestions();
  const inAddress = Object.fromEntries([...AUDIT_WORDS, 'from', 'to'].map((name) => [name, get(name)]));
  const address = JSON.stringify(inAddress);
  // What was typed belongs to the address that it was typed at: with another, as on the way back, it is over.
  const [draft, setDraft] = useState<Draft>({ address, values: inAddress });
  if (draft.address !== address) setDraft({ address, values: inAddress });
  const typed = draft.values;
  const type = (name: string, text: string) => setDraft({ address, values: { ...typed, [name]: text } });
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onChange(Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text.trim()])));
  };
  return (
    <form onSubmit={apply}>
      <Group gap="sm" align="end" mb="sm">
        {AUDIT_WORDS.map((name) => (
          <Autocomplete
            key={name}
            size="xs"
            label={WORDS[name].label}
            placeholder={WORDS[name].placeholder}
            maxLength={500}
            data={suggestions[name]}
            limit={SUGGESTED}
            value={typed[name] ?? ''}
            onChange={(text) => type(name, text)}
          />
        ))}
        {DAYS.map(({ name, label }) => (
          <TextInput
            key={name}
            type="date"
            size="xs"
            label={label}
            value={typed[name] ?? ''}
            onChange={(event) => type(name, event.currentTarget.value)}
          />
        ))}
        <Button type="submit" size="xs" variant="default">
          Filter
        </Button>
        <CsvButton href={href} />
      </Group>
    </form>
  );
}

function useSuggestions(): Record<AuditWord, string[]> {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.list.queryOptions({ limit: SUGGESTED_FROM }));
  const items = data?.items ?? [];
  const of = (name: AuditWord) =>
    [...new Set(items.flatMap((entry) => entry[name] ?? []))].sort((a, b) => a.localeCompare(b));
  return { actor: of('actor'), action: of('action'), target: of('target') };
}
