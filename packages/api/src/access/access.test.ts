import { expect, it } from 'vitest';
import { keyActor, userActor, whyNot } from './access';

it('tells a person of their role, and a program of the scope that its key lacks', () => {
  expect(whyNot(userActor('ann@example.org', 'viewer'), 'control')).toBe(
    'Your role is viewer, which does not allow this: it takes operator or admin.',
  );
  expect(whyNot(keyActor('reporting', ['read']), 'control')).toBe(
    'needs the scope control, which key:reporting does not have',
  );
});
