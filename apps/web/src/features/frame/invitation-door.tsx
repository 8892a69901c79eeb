'use client';

import { Anchor, Button, Text } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { saidBesides, saidOf } from '../../components/said';
import { FrontDoor } from './front-door';
import { checkInvitation } from './invitation-calls';
import { InvitationForm } from './invitation-form';
import type { WaysIn } from './ways-in';

/** What is known of the invitation: null is open, a text why it is not. */
type Known = string | null | undefined;

const NO_TOKEN = 'token: there is no invitation in this address; open the whole link that you were sent';

/** Looks at an invitation before anybody fills in a form for it. */
export function InvitationDoor(ways: WaysIn) {
  const token = useSearchParams().get('token') ?? '';
  const [known, setKnown] = useState<Known>();
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
  useEffect(() => {
    if (token === '') return setKnown(NO_TOKEN);
    let isLetGo = false;
    void checkInvitation(token).then((answer) => {
      if (!isLetGo) setKnown(answer);
    });
    return () => {
      isLetGo = true;
    };
  }, [token, attempt]);

  if (known === null) return <InvitationForm token={token} {...ways} />;
  if (known === undefined) {
    return (
      <FrontDoor problem={undefined}>
        <Text size="sm">Checking your invitation…</Text>
      </FrontDoor>
    );
  }
  const isOver = saidOf(known, 'token') !== undefined;
  return (
    <FrontDoor problem={saidBesides(known, [])}>
      {!isOver && (
        <Button variant="default" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </Button>
      )}
      <Text size="sm">
        Already have an account?{' '}
        <Anchor component={Link} href="/sign-in" underline="always">
          Sign in
        </Anchor>
        .
      </Text>
    </FrontDoor>
  );
}
