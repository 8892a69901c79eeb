import { Skeleton, Stack } from '@mantine/core';
import classes from './variant-page.module.css';

/** A page that is still to come, as high in its parts as most are. */
export function PageSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton height={76} />
      <div className={classes.whole}>
        <Skeleton height={500} className={classes.curve} />
        <Skeleton height={600} className={classes.reasons} />
      </div>
    </Stack>
  );
}
