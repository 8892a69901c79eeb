import { Text, Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { unbroken } from '../../../components/unbroken';
import classes from './conditions.module.css';

const ICON = 16;

interface Props {
  title: string;
  conditions: readonly { id: string; met: boolean; text: string }[];
  /** Whether one that is met is a step toward a kill; those that any kill needs are met by healthy variants too. */
  speakForKill?: boolean;
}

/** What a kill needs, each met or not, with its numbers. */
export function Conditions({ title, conditions, speakForKill = false }: Props) {
  return (
    <>
      <Title order={3} size="xs" mt="xs" mb={2}>
        {title}
      </Title>
      <ul className={classes.list}>
        {conditions.map(({ id, met, text }) => (
          <li
            key={id}
            className={classes.condition}
            data-met={met || undefined}
            data-for-kill={(met && speakForKill) || undefined}
          >
            {met ? (
              <IconCircleCheckFilled size={ICON} aria-hidden />
            ) : (
              <IconCircleDashed size={ICON} aria-hidden />
            )}
            <Text size="sm" lh={1.35} c="var(--cull-text)">
              {unbroken(text)}
            </Text>
            <Text size="xs" lh={1.55} fw={600}>
              {met ? 'met' : 'not met'}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
}
